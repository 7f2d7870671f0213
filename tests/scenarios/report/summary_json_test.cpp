#include "scenarios/report/summary_json.h"

#include <Poco/JSON/Parser.h>
#include <gtest/gtest.h>

#include "tests/scenarios/report/summary_samples.h"

namespace dialtone {
namespace {

Poco::JSON::Object::Ptr parsed(const RunSummary& summary) {
  return Poco::JSON::Parser().parse(summary_json(summary)).extract<Poco::JSON::Object::Ptr>();
}

TEST(SummaryJson, HasWhatTheContractNames) {
  const Poco::JSON::Object::Ptr json = parsed(failed_summary());
  EXPECT_EQ(json->getValue<std::string>("scenario"), "first-light");
  EXPECT_EQ(json->getValue<std::string>("world"), "virtual");
  EXPECT_EQ(json->getValue<std::uint64_t>("seed"), 7U);
  EXPECT_EQ(json->getValue<std::string>("fingerprint"), "00abcdef01234567");
  EXPECT_EQ(json->getValue<std::string>("result"), "failed");
  EXPECT_EQ(json->getObject("devices")->getValue<int>("planned"), 12345);
  EXPECT_EQ(json->getObject("devices")->getValue<int>("powered_on"), 12345);
  EXPECT_EQ(json->getObject("devices")->getValue<int>("provisioned"), 12344);
  EXPECT_EQ(json->getObject("devices")->getValue<int>("registered"), 12343);
  EXPECT_EQ(json->getValue<double>("virtual_seconds"), 7.5);
  EXPECT_EQ(json->getValue<double>("wall_seconds"), 0.02);
  EXPECT_EQ(json->getValue<std::string>("repeat"), "dialtone run 'a \"b\".yaml' --seed 7");
  const auto oracle = json->getArray("oracles")->getObject(1);
  EXPECT_EQ(oracle->getValue<std::string>("name"), "of homes count>=100 & more");
  EXPECT_EQ(oracle->getValue<std::string>("result"), "failed");
  EXPECT_EQ(oracle->getValue<std::string>("measured"), "count = 50");
  EXPECT_EQ(oracle->getValue<std::string>("details"), "wanted count>=100\n<homes-0001>");
}

// 10 A5
TEST(SummaryJson, SaysOfAnOracleThatItIsUndecided) {
  const auto oracle = parsed(interrupted_summary())->getArray("oracles")->getObject(1);
  EXPECT_EQ(oracle->getValue<std::string>("result"), "undecided");
  EXPECT_EQ(oracle->getValue<std::string>("measured"), "1 of 3 at 2s; the run was cut short at 2s");
}

TEST(SummaryJson, SaysOfAnOracleThatItIsVacuousAndWhy) {
  const auto oracles = parsed(vacuous_summary())->getArray("oracles");
  const auto oracle = oracles->getObject(1);
  EXPECT_EQ(oracle->getValue<std::string>("result"), "vacuous");
  EXPECT_EQ(oracle->getValue<std::string>("measured"), "never");
  EXPECT_EQ(oracle->getValue<std::string>("why_vacuous"), "cut never began");
  EXPECT_FALSE(oracle->getValue<bool>("may_be_vacuous"));
  EXPECT_TRUE(oracles->getObject(2)->getValue<bool>("may_be_vacuous"));
  EXPECT_FALSE(oracles->getObject(3)->has("may_be_vacuous"));
}

// 10 A6
TEST(SummaryJson, TellsHowManyDevicesAreSoAtTheEnd) {
  const auto devices = parsed(passed_summary())->getObject("devices");
  EXPECT_EQ(devices->getValue<int>("powered_on_at_end"), 12342);
  EXPECT_EQ(devices->getValue<int>("provisioned_at_end"), 12341);
  EXPECT_EQ(devices->getValue<int>("registered_at_end"), 12340);
}

TEST(SummaryJson, TellsHowOftenEachFaultStruck) {
  const auto faults = parsed(failed_summary())->getArray("faults");
  ASSERT_EQ(faults->size(), 2U);
  EXPECT_EQ(faults->getObject(0)->getValue<std::string>("name"), "cut");
  EXPECT_EQ(faults->getObject(0)->getValue<int>("struck"), 0);
  EXPECT_EQ(faults->getObject(0)->getValue<std::string>("why_not"), "no device had 'settings.stored'");
  EXPECT_EQ(faults->getObject(1)->getValue<int>("struck"), 7);
  EXPECT_FALSE(faults->getObject(1)->has("why_not"));
  EXPECT_EQ(parsed(passed_summary())->getArray("faults")->size(), 0U);
}

TEST(SummaryJson, HasNoFingerprintOutsideTheVirtualWorld) {
  const Poco::JSON::Object::Ptr json = parsed(invalid_summary());
  EXPECT_TRUE(json->isNull("fingerprint"));
  EXPECT_EQ(json->getValue<std::string>("result"), "invalid");
  EXPECT_EQ(json->getArray("reasons")->getElement<std::string>(0), "the time limit of 1s passed");
  EXPECT_EQ(json->getValue<double>("timer_lag_p99_ms"), 61.5);
}

TEST(SummaryJson, IsJsonAlsoWhereThereIsNothingToSay) {
  RunSummary summary;
  summary.scenario = std::string("tab\tline\nquote\"end\\ \x01\0", 22);
  EXPECT_EQ(parsed(summary)->getValue<std::string>("scenario"), summary.scenario);
  EXPECT_EQ(parsed(summary)->getArray("oracles")->size(), 0U);
}

}  // namespace
}  // namespace dialtone
