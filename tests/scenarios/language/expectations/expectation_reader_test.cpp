#include "scenarios/language/expectations/expectation_reader.h"
#include "scenarios/language/names/event_forms.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "device_sim/model/device_state.h"
#include "scenarios/language/expectations/expectation_keys.h"
#include "scenarios/language/expectations/expectation_words.h"
#include "tests/scenarios/language/expectations/expectation_dump.h"
#include "tests/scenarios/language/plan/scenario_samples.h"
#include "tests/wanted.h"

namespace dialtone {
namespace {

constexpr std::string_view kHeadOfAll =
    "scenario: s\nduration: 5m\nfleet: { homes: { count: 3 } }\n"
    "faults:\n  blackout: { target: homes, at: 1m, do: { power_cut: { off_for: 1m } } }\n"
    "  ill: { target: provisioning, do: { answer: { status: 503 } } }\n"
    "  kick: { target: homes, at: 1m, do: { reset: tcp } }\n"
    "expect:\n  - ";

struct Sentence {
  std::string yaml;
  std::string sentence;
};

TEST(Expectations, AreSaidInASentenceAndReadBackAsTheyAreWritten) {
  const std::vector<Sentence> all{
      {"eventually: { any: homes, are: retrying, within: 1m }", "eventually any homes are retrying within 1m"},
      {"eventually: { none: homes, are: bound, from: 1m, within: 1m }",
       "eventually none of homes are bound within 1m from 1m on"},
      {"eventually: { at_least: 99%, of: devices, are: bound, within: 1m }",
       "eventually at least 99% of devices are bound within 1m"},
      {"eventually: { at_most: 1, of: homes, are: retrying, within: 1m, after: blackout }",
       "eventually at most 1 of homes are retrying within 1m after blackout"},
      {"eventually: { 66.6%: homes, are: registered, within: 10s }",
       "eventually at least 66.6% of homes are registered within 10s"},
      {"always: { at_least: 2, of: homes, are: bound, during: blackout }",
       "always at least 2 of homes are bound during blackout"},
      {"always: { at_most: 50%, of: homes, are: retrying }", "always at most 50% of homes are retrying"},
      {"eventually: { event: device.resync, of_each: homes, at_least: 50%, within: 1m }",
       "eventually device.resync of at least 50% of homes within 1m"},
      {"eventually: { event: device.resync, of_each: homes, within: 1m, after: blackout }",
       "eventually device.resync of each of homes within 1m after blackout"},
      {"eventually: { event: provision.refused, of: provisioning, where: { status: \">=500\" }, from: 1m, within: 1m }",
       "eventually provision.refused of provisioning where status>=500 within 1m from 1m on"},
      {"always: { all: devices, are: bound, from: 1m, until: 2m }", "always all devices are bound from 1m on until 2m"},
      {"always: { all: homes, are: registered, after: blackout, until: 4m }",
       "always all homes are registered after blackout until 4m"},
      {"never: { any: homes, are: leaving, during: blackout }", "never any homes are leaving during blackout"},
      {"never: { event: registration.request, of: homes, until: { event: [settings.stored, settings.loaded] } }",
       "never registration.request of homes until settings.stored or settings.loaded"},
      {"never: { event: provision.challenged, from: { event: provision.accepted }, where: { reason: \"~busy\", stale: "
       "true "
       "} }",
       "never provision.challenged where reason~busy and stale==true from provision.accepted on"},
      {"never: { event: registration.rejected, where: { reason: \"==~busy\", to: \"!=a: b\" } }",
       "never registration.rejected where reason==~busy and to!=a: b"},
      {"sequence: { of: homes, when: { event: registration.rejected, where: { status: 423 } }, "
       "next: { event: registration.request, where: { expires: \">=when.min_expires\" } }, within: 30s, at_least: 3 }",
       "after registration.rejected where status==423 of homes next registration.request where "
       "expires>=when.min_expires "
       "within 30s"},
      {"sequence: { of: homes, when: { event: provision.refused }, next: { event: provision.request }, "
       "no_sooner_than: when.retry_after }",
       "after provision.refused of homes next provision.request no sooner than when.retry_after"},
      {"sequence: { of: homes, when: { event: provision.refused }, next: { event: provision.request }, "
       "no_sooner_than: 5s, at_least: 0, from: 1m }",
       "after provision.refused of homes next provision.request no sooner than 5s from 1m on"},
      {"metric: { registration.request: peak<=500/s, of: homes, during: blackout }",
       "registration.request of homes peak<=500/s during blackout"},
      {"never: { event: registration.request, of: homes, until: { all: devices, are: provisioned } }",
       "never registration.request of homes until all devices are provisioned"},
      {"always: { all: homes, are: bound, from: { 66%: homes, are: registered }, until: { none: homes, are: bound } }",
       "always all homes are bound from when at least 66% of homes are registered on until none of homes are bound"},
      {"never: { event: provision.request, of: homes, while: registered }",
       "never provision.request of homes while registered"},
      {"metric: { registration.request: count<=9, of: homes, while: blackout, until: 4m }",
       "registration.request of homes count<=9 until 4m while blackout"},
      {"metric: { registration.request: count<=9, while: ill }", "registration.request count<=9 during ill"},
      {"sequence: { of: homes, when: { event: registration.request }, "
       "next: { event: binding.added, of: call_agent, where: { aor: \"~100\" } }, within: 1m }",
       "after registration.request of homes next binding.added of call_agent where aor~100 within 1m"},
      {"metric: { registered.gap: p(99)<5m, of: homes, after: blackout }",
       "registered.gap of homes p(99)<5m after blackout"},
      {"metric: { unregistered.total: max<1m }", "unregistered.total max<1m"},
      {"metric: { powered-on.time_to: med<=1m, of: homes }", "powered-on.time_to of homes med<=1m"},
      {"metric: { registration.request: peak(10s)<=50/s }", "registration.request peak(10s)<=50/s"},
      {"metric: { lifecycle.duration: p(95)<=1.2x, compared_to: { without: ill }, during: blackout }",
       "lifecycle.duration p(95)<=1.2x of the run without ill during blackout"},
      {"metric: { retry.scheduled.delay: min>=5s }", "retry.scheduled.delay min>=5s"},
      {"metric: { registration.request.interval: p(5)>=4s }", "registration.request.interval p(5)>=4s"},
      {"metric: { provision.refused.status: max<500 }", "provision.refused.status max<500"},
      {"metric: { provision.failures: rate<0.5% }", "provision.failures rate<0.5%"},
      {"metric: { register.rejected: rate<=0.25/s, of: call_agent }", "register.rejected of call_agent rate<=0.25/s"},
      {"database: { table: subscribers, where: { enabled: \"true\" }, of: homes, count: \">=100\", at: 1m }",
       "subscribers in the database of homes where enabled==true count>=100 at 1m"},
      {"database: { table: bindings, each: \"<=1\" }", "bindings in the database each<=1"},
      {"database: { table: bindings, of: homes, count: 3 }", "bindings in the database of homes count==3"},
  };
  for (const Sentence& said : all) {
    SCOPED_TRACE(said.yaml);
    const ScenarioResult scenario = read_scenario(std::string(kHeadOfAll) + said.yaml + "\n", "s.yaml");
    ASSERT_TRUE(scenario.ok()) << to_text(scenario.error());
    const Expectation& expectation = scenario->expectations.front();
    EXPECT_EQ(expectation.name, said.sentence);
    const std::string written = write_expectation(expectation);
    const ScenarioResult again = read_scenario(std::string(kHeadOfAll) + written + "\n", "again.yaml");
    ASSERT_TRUE(again.ok()) << to_text(again.error()) << written;
    EXPECT_EQ(ExpectationDump(again->expectations.front()).text(), ExpectationDump(expectation).text()) << written;
  }
}

// Every kind accepts `may_be_vacuous`, which does not change its sentence.
TEST(Expectations, MaySayThatTheyMayBeVacuous) {
  for (const std::string what :
       {"eventually: { none: homes, are: bound, within: 1m", "eventually: { event: device.resync, within: 1m",
        "always: { all: devices, are: bound", "never: { any: homes, are: leaving, during: blackout",
        "never: { event: registration.rejected", "metric: { registration.request: peak<=500/s",
        "sequence: { of: homes, when: { event: provision.refused }, next: { event: provision.request }",
        "database: { table: bindings, each: \"<=1\""}) {
    SCOPED_TRACE(what);
    const auto read = [&](const std::string& more) {
      const ScenarioResult scenario = read_scenario(std::string(kHeadOfAll) + what + more + " }\n", "s.yaml");
      EXPECT_TRUE(scenario.ok()) << to_text(scenario.error());
      return wanted(scenario).expectations.at(0);
    };
    EXPECT_FALSE(read("").may_be_vacuous);
    EXPECT_FALSE(read(", may_be_vacuous: false").may_be_vacuous);
    EXPECT_EQ(write_expectation(read(", may_be_vacuous: false")), write_expectation(read("")));
    const Expectation may = read(", may_be_vacuous: true");
    EXPECT_TRUE(may.may_be_vacuous);
    EXPECT_EQ(may.name, read("").name);
    const ScenarioResult again = read_scenario(std::string(kHeadOfAll) + write_expectation(may) + "\n", "again.yaml");
    ASSERT_TRUE(again.ok()) << to_text(again.error());
    EXPECT_EQ(ExpectationDump(again->expectations.front()).text(), ExpectationDump(may).text());
  }
}

TEST(Expectations, SayWhatIsWrong) {
  const std::vector<Sentence> all{
      {"always: { all: homes, are: bound, from: 5m }", "'from' must be before the scenario's end at 5m, not '5m'"},
      {"sequence: { of: homes, when: { event: registration.rejected }, next: { event: registration.request, "
       "where: { expires: \"~when.min_expires\" } } }",
       "'expires' is no text, in which ~ looks"},
      {"sequence: { of: homes, when: { event: registration.rejected }, next: { event: registration.rejected, "
       "where: { reason: \"<when.reason\" } } }",
       "'reason' is a text, which is compared with == != or ~"},
      {"database: { table: subscribers, where: { enabled: flase }, count: 0 }", "'enabled' is neither true nor false"},
      {"database: { table: subscribers, where: { expires: 1h }, count: 0 }",
       "'expires' is not a number from 1 to 4294967295"},
      {"database: { table: subscribers, where: { mac_address: \"02-D1-A1-00-00-01\" }, count: 1 }",
       "'mac_address' is written '02:D1:A1:00:00:01' in the database, not '02-D1-A1-00-00-01'"},
      {"database: { table: bindings, count: \">=0\" }", "'>=0' always holds"},
      {"never: { event: device.boot, until: { event: [] } }", "'event' is an event or a list of events"},
      {"never: { event: device.boot, from: { event: [{ a: b }] } }", "'event' is an event or a list of events"},
      {"never: { event: provision.limited, until: { event: settings.stored } }",
       "this time is each device's own, and 'provision.limited' names no device"},
      {"metric: { provision.accepted: count>=1, of: provisioning, from: { event: settings.stored } }",
       "this time is each device's own, and 'provision.accepted' names no device"},
      {"metric: { registration.duration: count<=5, of: call_agent }",
       "'registration.duration' is measured of devices, not of a server"},
      {"metric: { provision.limited.interval: min>=1s }",
       "'provision.limited' names no device, and an interval is one device's"},
      {"never: { any: homes, are: bound, from: 2m, until: 1m }", "'until' is not later than 'from', at 2m"},
      {"never: { any: homes, are: bound, from: 1m, after: blackout }",
       "'from', 'after' and 'during' are one or the other"},
      {"eventually: { all: homes, are: bound, within: 1m, after: ill }",
       "'ill' ends at 5m, and the scenario at 5m: nothing comes after it"},
      {"eventually: { all: homes, none: homes, are: bound, within: 1m }", "'all' and 'none' are one or the other"},
      {"eventually: { at_least: 4, of: homes, are: bound, within: 1m }", "'at_least' is 4, but homes has 3 devices"},
      {"always: { at_least: 4, of: devices, are: bound }", "'at_least' is 4, but devices has 3 devices"},
      {"eventually: { at_least: 0%, of: homes, are: bound, within: 1m }",
       "'at_least' 0% is nobody, which always holds"},
      {"eventually: { 0%: homes, are: bound, within: 1m }", "'at_least' 0% is nobody, which always holds"},
      {"eventually: { at_most: 100%, of: homes, are: bound, within: 1m }",
       "'at_most' 100% always holds: homes has 3 devices"},
      {"eventually: { at_least: 101%, of: homes, are: bound, within: 1m }",
       "'at_least' must be a share from 0% to 100% with at most four decimals, not '101%'"},
      {"eventually: { 101%: homes, are: bound, within: 1m }",
       "the key must be a share from 0% to 100% with at most four decimals, not '101%'"},
      {"eventually: { at_least: most, of: homes, are: bound, within: 1m }",
       "'at_least' must be a number of devices such as 4950, or a share of them such as 99%, not 'most'"},
      {"eventually: { at_least: 2, are: bound, within: 1m }", "'at_least' needs the key 'of', which names the group"},
      {"eventually: { all: homes, of: homes, are: bound, within: 1m }", "'of' goes with 'at_least' or 'at_most'"},
      {"eventually: { 99%: homes, of: homes, are: bound, within: 1m }",
       "'99%' names the group already; 'of' goes with 'at_least'"},
      {"eventually: { 99%: homes-0001, are: bound, within: 1m }", "'homes-0001' is a device; this takes a group"},
      {"never: { any: homes-0001, are: bound }", "'homes-0001' is a device; this takes a group"},
      {"never: { event: device.boot, of: homes-0001 }", "'homes-0001' is a device; this takes a group"},
      {"eventually: { 99%: hoems, are: bound, within: 1m }", "there is no group 'hoems'; did you mean 'homes'?"},
      {"eventually: { at_lest: 99%, of: homes, are: bound, within: 1m }",
       "unknown key 'at_lest' in 'eventually'; did you mean 'at_least'?"},
      {"eventually: { all: homes, at_most: 1, of: homes, are: bound, within: 1m }",
       "'all' and 'at_most' are one or the other"},
      {"eventually: { event: device.boot, at_least: 2, of: homes, within: 1m }",
       "'at_least' goes with 'of_each'; a metric counts events"},
      {"eventually: { event: device.boot, at_least: 4, of_each: homes, within: 1m }",
       "'at_least' is 4, but homes has 3 devices"},
      {"always: { at_least: 2, of: homes, are: bound, from: { event: device.boot } }",
       "devices that are counted together have no times of their own"},
      {"never: { event: device.boot, during: kick }", "'kick' is over at once; nothing happens during it"},
      {"never: { event: device.boot, during: blackuot }", "there is no fault 'blackuot'; did you mean 'blackout'?"},
      {"never: { event: device.boot, until: { event: settings.stord } }",
       "there is no event 'settings.stord'; did you mean 'settings.stored'?"},
      {"never: { event: registration.rejected, where: { staus: 4 } }",
       "'registration.rejected' has no field 'staus'; did you mean 'status'?"},
      {"never: { event: register.rejected, where: { min_expires: 1s } }",
       "'register.rejected' has no field 'min_expires'; it has aor, peer, reason, status"},
      {"never: { event: device.power_on, where: { reason: x } }",
       "'device.power_on' has no field 'reason', nor any other"},
      {"never: { event: registration.rejected, of: call_agent }", "no call agent records 'registration.rejected'"},
      {"never: { event: provision.limited, of: homes }", "no device records 'provision.limited'"},
      {"eventually: { event: binding.added, of: provisioning, within: 1m }",
       "no provisioning server records 'binding.added'"},
      {"eventually: { event: server.started, of_each: homes, within: 1m }", "no device records 'server.started'"},
      {"sequence: { of: homes, when: { event: server.crashed }, next: { event: device.boot } }",
       "no device records 'server.crashed'"},
      {"metric: { provision.limited: count==0, of: homes }", "no device records 'provision.limited'"},
      {"metric: { register.rejected.min_expires: min>=1s }",
       "'register.rejected' has no field 'min_expires'; it has aor, peer, reason, status"},
      {"never: { any: homes, are: bound, until: { event: server.crashed } }", "no device records 'server.crashed'"},
      {"never: { event: registration.rejected, where: { status: many } }", "'status' is a whole number, not 'many'"},
      {"never: { event: binding.added, where: { expires: 10 } }",
       "'expires' must be a duration from -8784h to 8784h such as 90s or -1h, not '10'"},
      {"never: { event: registration.challenged, where: { stale: 1 } }", "'stale' is true or false, not '1'"},
      {"never: { event: name.failed, where: { reason: \"<a\" } }",
       "'reason' is a text, which is compared with == != or ~"},
      {"never: { event: device.boot, of: call_agnt }", "there is no group 'call_agnt'; did you mean 'call_agent'?"},
      {"eventually: { event: device.boot, of: homes, of_each: homes, within: 1m }",
       "'of' and 'of_each' are one or the other"},
      {"sequence: { of: homes, when: { event: registration.rejected }, next: { event: registration.request, "
       "where: { expires: when.min_expiers } } }",
       "'expires' refers to 'min_expiers', but 'registration.rejected' has no field 'min_expiers'; did you mean "
       "'min_expires'?"},
      {"sequence: { of: homes, when: { event: registration.rejected }, next: { event: registration.rejected, "
       "where: { status: when.to } } }",
       "'status' cannot be compared with 'to': another kind of value"},
      {"sequence: { of: homes, when: { event: registration.rejected }, next: { event: device.boot }, no_sooner_than: "
       "when.status }",
       "'status' is no field of 'registration.rejected' with a duration"},
      {"metric: { retry.scheduled.dealy: min>=5s }",
       "there is no metric 'retry.scheduled.dealy': 'dealy' is no event's field with a number or a duration; did you "
       "mean 'delay'?"},
      {"metric: { provision.failure: rate<1% }",
       "there is no metric 'provision.failure'; did you mean 'provision.failures'?"},
      {"never: { event: device.boot, until: { all: hoems, are: bound } }",
       "there is no group 'hoems'; did you mean 'homes'?"},
      {"never: { event: device.boot, until: { all: homes } }", "'are' is missing in 'until'"},
      {"never: { event: device.boot, until: { all: homes, are: bond } }",
       "'are' must be one of registered, provisioned, believes-registered, bound, powered-on, powered-off, booting, "
       "provisioning, registering, retrying, leaving, not 'bond'; did you mean 'bound'?"},
      {"never: { event: device.boot, until: { at_least: 4, of: homes, are: bound } }",
       "'at_least' is 4, but homes has 3 devices"},
      {"never: { event: device.boot, from: { all: homes, are: bound, event: device.boot } }",
       "unknown key 'event' in 'from'"},
      {"never: { event: device.boot, while: retryng }",
       "there is no state or fault 'retryng'; did you mean 'retrying'?"},
      {"never: { event: device.boot, while: [retrying] }",
       "'while' must be a state or the name of a fault, not a list"},
      {"never: { event: device.boot, while: kick }", "'kick' is over at once; nothing happens during it"},
      {"never: { event: provision.refused, while: ill, until: 1m }",
       "'ill' has its own beginning and end; 'until' is for the others"},
      {"never: { event: provision.refused, while: ill, during: blackout }",
       "'during' and 'while' a fault of a server are one or the other"},
      {"never: { any: homes, are: bound, while: blackout }",
       "'while' a fault of devices is for events and metrics; 'during' is for states"},
      {"never: { event: server.crashed, while: retrying }",
       "this time is each device's own, and 'server.crashed' names no device"},
      {"metric: { registration.request: rate<1/s, while: retrying }",
       "'rate' is over one time for all devices, and 'while' is each device's own"},
      {"metric: { registered.total: max<1m, while: retrying }",
       "a total or a time_to is of one time for all devices, not of times of their own"},
      {"metric: { device.boot: count<=1x, compared_to: { without: blackout }, of: homes, while: blackout }",
       "the run that is compared with has no 'blackout', so that this time never comes there"},
      {"sequence: { of: homes, when: { event: registration.request }, next: { event: registration.request, "
       "of: call_agent } }",
       "no call agent records 'registration.request'"},
      {"sequence: { of: homes, when: { event: registration.request }, next: { event: binding.added, of: call_agnt } }",
       "there is no group 'call_agnt'; did you mean 'call_agent'?"},
      {"metric: { registred.gap: max<1m }", "there is no metric 'registred.gap'; did you mean 'registered.gap'?"},
      {"metric: { unretrying.total: max<1m }", "there is no metric 'unretrying.total'; did you mean 'retrying.total'?"},
      {"metric: { unregistered.gap: max<1m }", "there is no metric 'unregistered.gap'; did you mean 'registered.gap'?"},
      {"metric: { registered.gap: max<1m, of: call_agent }",
       "'registered.gap' is measured of devices, not of a server"},
      {"metric: { registered.gap: rate<1% }", "'rate' is not one of p(N), avg, min, med, max, count"},
      {"metric: { registered.time_to: avg<1m }", "'avg' is not one of p(N), min, med, max"},
      {"metric: { registered.total: max<1m, from: { event: device.boot } }",
       "a total or a time_to is of one time for all devices, not of times of their own"},
      {"metric: { device.boot: peak(6m)<5/s }",
       "the window of peak is 6m, longer than the 5m in which events are counted"},
      {"metric: { device.boot: peak(2m)<5/s, from: 1m, until: 2m }",
       "the window of peak is 2m, longer than the 1m in which events are counted"},
      {"metric: { device.boot: peak(ten)<5/s }",
       "the window of peak must be a duration such as 250ms, 90s, 15m or 1h, not 'ten'"},
      {"metric: { device.boot: peek(10s)<5/s }", "'peek(10s)' is not one of count, rate, peak, peak(DURATION)"},
      {"metric: { lifecycle.duration: max<=1.2x }",
       "'max<=1.2x' is a factor of another run: compared_to: { without: FAULT }"},
      {"metric: { lifecycle.duration: max<=2s, compared_to: { without: ill } }",
       "'compared_to' goes with a factor such as p(95)<=1.2x, not 'max<=2s'"},
      {"metric: { lifecycle.duration: max<=1.2x, compared_to: { without: il } }",
       "there is no fault 'il'; did you mean 'ill'?"},
      {"metric: { lifecycle.duration: max<=1.2x, compared_to: { witout: ill } }",
       "unknown key 'witout' in 'compared_to'; did you mean 'without'?"},
      {"metric: { lifecycle.duration: max<=1.2x, compared_to: {} }", "'without' is missing in 'compared_to'"},
      {"metric: { lifecycle.duration: max<=1.2x, compared_to: { without: blackout }, during: blackout }",
       "the run that is compared with has no 'blackout', so that this time never comes there"},
      {"metric: { lifecycle.duration: max<=2000x, compared_to: { without: ill } }",
       "'2000x' is no factor from 0.001x to 1000x, such as 1.2x"},
      {"metric: { provision.failures: rate<2 }",
       "rate is compared with a share from 0 to 1, such as 0.01 or 1%, not '2'"},
      {"metric: { device.boot: peak<500 }", "peak is compared with so many a second, such as 500/s, not '500'"},
      {"database: { table: subscriber, count: 1 }",
       "'table' must be one of subscribers, bindings, not 'subscriber'; did you mean 'subscribers'?"},
      {"database: { table: subscribers, where: { enabld: \"true\" }, count: 1 }",
       "subscribers have no column 'enabld'; did you mean 'enabled'?"},
      {"database: { table: subscribers, where: { auth_password: x }, count: 1 }", "a password is not asked for"},
      {"database: { table: bindings, count: lots }",
       "'count' must be a whole number, behind == != < <= > or >= or alone, not 'lots'"},
      {"database: { table: subscribers, each: 1 }", "'each' is for bindings"},
      {"always: { all: homes, are: bound, may_be_vacuous: perhaps }",
       "'may_be_vacuous' must be one of true, false, not 'perhaps'"},
  };
  for (const Sentence& said : all) {
    SCOPED_TRACE(said.yaml);
    const std::string faults = faults_of(std::string(kHeadOfAll) + said.yaml + "\n");
    EXPECT_NE(faults.find(": " + said.sentence + "\n"), std::string::npos) << faults;
  }
}

// 10 A6
TEST(Expectations, OfAnEventThatNobodyRecordsAreRefusedWhereverTheyNameIt) {
  for (const std::string_view event : unrecorded_events()) {
    const std::string name(event);
    const std::string said = ": nobody records '" + name + "' yet, so that nothing can be said of it\n";
    for (const std::string& yaml : {
             "never: { event: " + name + " }",
             "never: { event: " + name + ", of: homes, where: { reason: x } }",
             "eventually: { event: " + name + ", of_each: homes, within: 1m }",
             "always: { all: homes, are: bound, from: { event: [device.boot, " + name + "] } }",
             "never: { any: homes, are: bound, until: { event: " + name + " } }",
             "sequence: { of: homes, when: { event: " + name + " }, next: { event: device.boot } }",
             "sequence: { of: homes, when: { event: device.boot }, next: { event: " + name + " } }",
             "metric: { " + name + ": count==0 }",
             "metric: { " + name + ".interval: min>=5s }",
             "metric: { " + name + ".duration: min>=5s }",
         }) {
      const std::string faults = faults_of(std::string(kHeadOfAll) + yaml + "\n");
      EXPECT_EQ(faults.substr(0, 9), "s.yaml:9:") << yaml;
      EXPECT_NE(faults.find(said), std::string::npos) << yaml << '\n' << faults;
    }
    const std::string trigger = std::string(kHeadOfAll) + "never: { event: device.boot }\n";
    std::string waiting = trigger;
    waiting.replace(waiting.find("at: 1m, do: { reset"), 6, "when: { event: " + name + " }");
    EXPECT_NE(faults_of(waiting).find(said), std::string::npos) << faults_of(waiting);
  }
}

TEST(Expectations, SafetyAndLivenessAreAskedUnlessSwitchedOff) {
  const std::string fleet = "scenario: s\nfleet: { homes: { count: 1 } }\n";
  const ScenarioResult silent = read_scenario(fleet, "s.yaml");
  ASSERT_TRUE(silent.ok());
  EXPECT_TRUE(silent->safety);
  EXPECT_EQ(silent->liveness, kLivenessBound);
  const ScenarioResult none = read_scenario(fleet + "safety: none\nliveness: none\n", "s.yaml");
  ASSERT_TRUE(none.ok());
  EXPECT_FALSE(none->safety);
  EXPECT_FALSE(none->liveness);
  const ScenarioResult bound = read_scenario(fleet + "liveness: { within: 2m }\n", "s.yaml");
  ASSERT_TRUE(bound.ok());
  EXPECT_EQ(bound->liveness, Duration(std::chrono::minutes(2)));
  EXPECT_EQ(faults_of(fleet + "safety: off\n"), "s.yaml:3:9: 'safety' must be none, or left out, not 'off'\n");
  EXPECT_EQ(faults_of(fleet + "liveness: soon\n"),
            "s.yaml:3:11: 'liveness' must be none, or { within: DURATION }, not 'soon'\n");
}

TEST(Expectations, KnowADevicesStatesByItsOwnWords) {
  const std::string head = "scenario: s\nfleet: { homes: { count: 1 } }\nexpect: [{ never: { any: homes, are: ";
  for (const DeviceState state : kEveryValue<DeviceState>) {
    const std::string word(to_text(state));
    const ScenarioResult scenario = read_scenario(head + word + " } }]\n", "s.yaml");
    const bool is_known = is_asked_for(state) || state == DeviceState::kBelievesRegistered;
    ASSERT_EQ(scenario.ok(), is_known) << word;
    if (!is_asked_for(state)) continue;
    EXPECT_EQ(std::get<NeverCondition>(scenario->expectations.front().condition).condition, condition_of(state));
  }
}

TEST(Expectations, KnowEachFieldOnce) {
  std::vector<std::string_view> fields = field_names();
  EXPECT_TRUE(std::is_sorted(fields.begin(), fields.end()));
  EXPECT_EQ(std::adjacent_find(fields.begin(), fields.end()), fields.end());
}

}  // namespace
}  // namespace dialtone
