#include "device_sim/life/fleet_options.h"

#include <gtest/gtest.h>

namespace dialtone {
namespace {

using namespace std::chrono_literals;

Result<FleetOptions> parse(std::vector<std::string> arguments, bool complete = true) {
  if (complete) {
    arguments.insert(arguments.begin(), {"--provisioning-url", "http://prov/p", "--subscribers", "s.csv"});
  }
  return parse_fleet_options(arguments, [](const std::string&) { return std::nullopt; });
}

TEST(FleetOptions, HaveDefaults) {
  const auto options = parse({});
  ASSERT_TRUE(options);
  EXPECT_EQ(options->provisioning_url, "http://prov/p");
  EXPECT_EQ(options->subscribers, "s.csv");
  EXPECT_FALSE(options->count);
  EXPECT_FALSE(options->seed);
  EXPECT_FALSE(options->duration);
  EXPECT_EQ(options->power_ons_per_second, 0U);
  EXPECT_EQ(options->document, DocumentCarrier::kBody);
  EXPECT_EQ(to_text(options->bind), "127.0.0.1/32");
  EXPECT_FALSE(options->exits_when_registered);
}

TEST(FleetOptions, AreTaken) {
  const auto options = parse({"--count",
                              "5",
                              "--rate=100/s",
                              "--seed",
                              "18446744073709551615",
                              "--document",
                              "query",
                              "--bind",
                              "127.1.0.0/16",
                              "--resolve",
                              "a=10.0.0.1",
                              "--resolve",
                              "a=10.0.0.2",
                              "--resolve",
                              "b=::1",
                              "--flash",
                              "f",
                              "--duration",
                              "90s",
                              "--exit-when-registered",
                              "--summary",
                              "s.json",
                              "--events",
                              "-"});
  ASSERT_TRUE(options) << options.error().reason;
  EXPECT_EQ(options->count, 5U);
  EXPECT_EQ(options->power_ons_per_second, 100U);
  EXPECT_EQ(options->seed, UINT64_MAX);
  EXPECT_EQ(options->document, DocumentCarrier::kQuery);
  EXPECT_EQ(to_text(options->bind), "127.1.0.0/16");
  EXPECT_EQ(options->names.at("a").size(), 2U);
  EXPECT_EQ(options->names.at("b").size(), 1U);
  EXPECT_EQ(options->duration, 90s);
  EXPECT_TRUE(options->exits_when_registered);
  EXPECT_EQ(options->events, "-");
}

TEST(FleetOptions, ComeFromTheEnvironmentToo) {
  const auto environment = [](const std::string& name) -> std::optional<std::string> {
    if (name == "DIALTONE_PROVISIONING_URL") return "http://prov/p";
    if (name == "DIALTONE_SUBSCRIBERS") return "s.csv";
    if (name == "DIALTONE_EXIT_WHEN_REGISTERED") return "true";
    return std::nullopt;
  };
  const auto options = parse_fleet_options({}, environment);
  ASSERT_TRUE(options);
  EXPECT_EQ(options->subscribers, "s.csv");
  EXPECT_TRUE(options->exits_when_registered);
}

TEST(FleetOptions, NeedNoUrlWhereProvisioningIsSkipped) {
  EXPECT_TRUE(parse({"--skip-provisioning", "--subscribers", "s"}, false));
  EXPECT_FALSE(parse({"--subscribers", "s"}, false));
  EXPECT_FALSE(parse({"--skip-provisioning"}, false));
}

TEST(FleetOptions, NameWhatIsWrong) {
  const std::pair<std::vector<std::string>, const char*> cases[] = {{{"--count", "0"}, "--count"},
                                                                    {{"--count", "-1"}, "--count"},
                                                                    {{"--count", "5x"}, "--count"},
                                                                    {{"--rate", "0/s"}, "--rate"},
                                                                    {{"--rate", "5/m"}, "--rate"},
                                                                    {{"--seed", "x"}, "--seed"},
                                                                    {{"--document", "head"}, "--document"},
                                                                    {{"--bind", "10.0.0.0/40"}, "--bind"},
                                                                    {{"--bind", "lo"}, "--bind"},
                                                                    {{"--resolve", "a"}, "--resolve"},
                                                                    {{"--resolve", "=1.2.3.4"}, "--resolve"},
                                                                    {{"--resolve", "a=b"}, "--resolve"},
                                                                    {{"--duration", "5"}, "--duration"},
                                                                    {{"--duration", "0s"}, "--duration"},
                                                                    {{"word"}, "word"},
                                                                    {{"--unknown"}, "--unknown"}};
  for (const auto& [arguments, part] : cases) {
    const auto options = parse(arguments);
    ASSERT_FALSE(options) << arguments.back();
    EXPECT_NE(options.error().reason.find(part), std::string::npos) << options.error().reason;
  }
  for (const char* url : {"ftp://x/", "https://x/", "x", ""}) {
    EXPECT_FALSE(parse({"--provisioning-url", url, "--subscribers", "s"}, false)) << url;
  }
}

}  // namespace
}  // namespace dialtone
