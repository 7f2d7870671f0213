// What a host's script does to look-ups and flash in both worlds.
#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

#include "tests/world/conformance/conformance.h"

namespace dialtone {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

const Addresses kOwn{IpAddress::v4(10, 1, 1, 1)};
const Addresses kWrong{IpAddress::v4(10, 9, 9, 9)};

// Acts by name and by file, as the test has set, and records the questions.
class ToldScript : public HostScript {
 public:
  NameAct on_question(const Host& asker, std::string_view name) override {
    asked.push_back(asker.name() + " asks for " + std::string(name));
    return names[std::string(name)];
  }
  FlashAct on_write(const Host& writer, std::string_view file, std::size_t bytes) override {
    asked.push_back(writer.name() + " writes " + std::to_string(bytes) + " to " + std::string(file));
    return files[std::string(file)];
  }

  std::map<std::string, NameAct> names;
  std::map<std::string, FlashAct> files;
  std::vector<std::string> asked;
};

template <typename Arm>
class ScriptedNames : public Conformance<Arm> {
 protected:
  // The result of a look-up, and when it came. The link of the host takes a millisecond.
  struct Answer {
    std::string text;
    Duration after{};
  };
  Answer ask(const std::string& name, Duration patience = kLong) {
    Answer answer;
    const auto ask_for_it = [&](Host& host) -> Task<void> {
      const Moment asked = host.now();
      const auto addresses = co_await host.resolve(name, in(host, patience));
      answer.text = addresses ? to_text(addresses->front()) : std::string(to_text(addresses.error()));
      answer.after = host.now() - asked;
    };
    this->world_->set_name("own.example.net", kOwn);
    this->power("host" + std::to_string(++asked_), ask_for_it);
    this->run_until([&] { return !answer.text.empty(); }, milliseconds(5));
    return answer;
  }
  Host& add(const std::string& name, Host::Main main) { return Conformance<Arm>::add(name, std::move(main), &script_); }
  Host& power(const std::string& name, Host::Main main) {
    Host& host = add(name, std::move(main));
    this->world_->power_on(host);
    return host;
  }
  static void expect_after(const Answer& answer, Duration time) {
    EXPECT_GE(answer.after, time);
    if (Arm::kIsVirtual) EXPECT_EQ(answer.after, time);
  }

  // One round trip.
  static constexpr Duration kRoundTrip = Arm::kIsVirtual ? milliseconds(2) : Duration::zero();
  ToldScript script_;

 private:
  int asked_ = 0;
};
TYPED_TEST_SUITE(ScriptedNames, Arms);

TYPED_TEST(ScriptedNames, AreAnsweredAsAlwaysWhereTheScriptHasNothingToSay) {
  const auto answer = this->ask("own.example.net");
  EXPECT_EQ(answer.text, "10.1.1.1");
  this->expect_after(answer, this->kRoundTrip);
  EXPECT_EQ(this->ask("nobody.example.net").text, "no such name");
  EXPECT_EQ(this->ask("192.0.2.7").text, "192.0.2.7");
  EXPECT_EQ(this->script_.asked,
            (std::vector<std::string>{"host1 asks for own.example.net", "host2 asks for nobody.example.net"}));
}

TYPED_TEST(ScriptedNames, AreAnsweredLate) {
  this->script_.names["own.example.net"] = {.delay = milliseconds(30)};
  const auto answer = this->ask("own.example.net");
  EXPECT_EQ(answer.text, "10.1.1.1");
  this->expect_after(answer, milliseconds(30) + this->kRoundTrip);
}

TYPED_TEST(ScriptedNames, AreNotAnsweredAfterTheDeadline) {
  this->script_.names["own.example.net"] = {.delay = milliseconds(30)};
  const auto answer = this->ask("own.example.net", milliseconds(20));
  EXPECT_EQ(answer.text, "deadline passed");
  this->expect_after(answer, milliseconds(20));
}

TYPED_TEST(ScriptedNames, AreNeverAnsweredByASilentServer) {
  this->script_.names["own.example.net"] = {.failure = IoError::kDeadline};
  const auto answer = this->ask("own.example.net", milliseconds(20));
  EXPECT_EQ(answer.text, "deadline passed");
  this->expect_after(answer, milliseconds(20));
}

TYPED_TEST(ScriptedNames, Fail) {
  this->script_.names["own.example.net"] = {.failure = IoError::kNameServer};
  const auto at_once = this->ask("own.example.net");
  EXPECT_EQ(at_once.text, to_text(IoError::kNameServer));
  this->expect_after(at_once, this->kRoundTrip);

  this->script_.names["own.example.net"] = {.delay = milliseconds(10), .failure = IoError::kNoSuchName};
  const auto late = this->ask("own.example.net");
  EXPECT_EQ(late.text, "no such name");
  this->expect_after(late, milliseconds(10) + this->kRoundTrip);
}

TYPED_TEST(ScriptedNames, HaveOtherAddressesOrNone) {
  this->script_.names["own.example.net"] = {.addresses = kWrong};
  this->script_.names["nobody.example.net"] = {.addresses = kWrong};
  EXPECT_EQ(this->ask("own.example.net").text, "10.9.9.9");
  EXPECT_EQ(this->ask("nobody.example.net").text, "10.9.9.9");
  this->script_.names["own.example.net"] = {.addresses = Addresses{}};
  EXPECT_EQ(this->ask("own.example.net").text, "no such name");
}

TYPED_TEST(ScriptedNames, AreForgottenWhenThePowerIsCut) {
  this->script_.names["own.example.net"] = {.failure = IoError::kDeadline};
  Host& host = this->power(
      "device", [](Host& self) -> Task<void> { static_cast<void>(co_await self.resolve("own.example.net", kNever)); });
  this->run_for(milliseconds(20));
  ASSERT_TRUE(host.powered());
  this->world_->power_cut(host);
  EXPECT_TRUE(host.scope().strands().empty());
}

template <typename Arm>
class ScriptedFlash : public Conformance<Arm> {
 protected:
  // Switches a host with the script on and gives it some time.
  Host& run_party(Host::Main party) {
    Host& host = this->add("device", std::move(party), &script_);
    this->world_->power_on(host);
    this->run_for(milliseconds(50));
    return host;
  }
  static std::string content(Host& host, const std::string& file) {
    const auto bytes = host.flash().read(file);
    return bytes ? *bytes : "missing";
  }

  ToldScript script_;
};
TYPED_TEST_SUITE(ScriptedFlash, Arms);

TYPED_TEST(ScriptedFlash, RefusesAWriteAndChangesNothing) {
  std::vector<bool> done;
  Host& host = this->run_party([&](Host& self) -> Task<void> {
    done.push_back((co_await self.flash().write("settings", "old")).ok());
    this->script_.files["settings"] = {.fails = true};
    const auto written = co_await self.flash().write("settings", "new bytes");
    const auto appended = co_await self.flash().append("settings", "more");
    EXPECT_EQ(written.error(), FlashError::kFailed);
    EXPECT_EQ(appended.error(), FlashError::kFailed);
    done.push_back((co_await self.flash().append("log", "line")).ok());
    this->script_.files.clear();
    done.push_back((co_await self.flash().append("settings", "+")).ok());
  });
  EXPECT_EQ(done, std::vector<bool>(3, true));
  EXPECT_EQ(this->content(host, "settings"), "old+");
  EXPECT_EQ(this->content(host, "log"), "line");
  EXPECT_EQ(this->script_.asked, (std::vector<std::string>{"device writes 3 to settings", "device writes 9 to settings",
                                                           "device writes 4 to settings", "device writes 4 to log",
                                                           "device writes 1 to settings"}));
}

TYPED_TEST(ScriptedFlash, StopsInTheMiddleOfAWriteUntilThePowerIsCut) {
  for (const std::size_t stop : {0U, 1U, 299U, 1000U}) {
    this->script_.files["file"] = {};
    bool returned = false;
    const std::string bytes = std::string(200, 'a') + std::string(100, 'b');
    Host& host = this->run_party([&](Host& self) -> Task<void> {
      EXPECT_TRUE(co_await self.flash().write("file", "what stood there"));
      this->script_.files["file"] = {.stops_at_byte = stop};
      static_cast<void>(co_await self.flash().write("file", bytes));
      returned = true;
    });
    EXPECT_FALSE(returned);
    ASSERT_TRUE(host.powered());
    this->world_->power_cut(host);
    EXPECT_EQ(this->content(host, "file"), bytes.substr(0, stop)) << stop;
  }
}

TYPED_TEST(ScriptedFlash, StopsInTheMiddleOfAnAppendUntilThePowerIsCut) {
  Host& host = this->run_party([&](Host& self) -> Task<void> {
    EXPECT_TRUE(co_await self.flash().append("log", "one,"));
    this->script_.files["log"] = {.stops_at_byte = 2};
    static_cast<void>(co_await self.flash().append("log", "two,"));
    ADD_FAILURE() << "the append was to stop";
  });
  ASSERT_TRUE(host.powered());
  this->world_->power_cut(host);
  EXPECT_EQ(this->content(host, "log"), "one,tw");
}

}  // namespace
}  // namespace dialtone
