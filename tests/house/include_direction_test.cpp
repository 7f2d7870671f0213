// Includes point down only (ARCHITECTURE.md): applies each rule to sample lines and to the tree.
#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <vector>

#include "tests/house/include_rules.h"
#include "tests/house/source_tree.h"

namespace dialtone {
namespace {

TEST(SourceTree, HasSourcesInEachFolder) {
  EXPECT_EQ(folders_without_source(source_files()), std::vector<std::string>{});
}

TEST(SourceTree, ThatIsEmptyOrLacksAFolderIsNotTakenForClean) {
  const std::filesystem::path nowhere = std::filesystem::path(testing::TempDir()) / "no-such-tree-of-dialtone";
  EXPECT_EQ(folders_without_source(source_files_below(nowhere)), source_folders());
  const std::vector<SourceFile> two{{"values/hex.h", {"// Hex."}}, {"wire/empty.h", {}}};
  EXPECT_EQ(folders_without_source(two).size(), source_folders().size() - 1);
}

TEST(Includes, AreSeenInEveryFormThatTheLanguageAllows) {
  EXPECT_EQ(included_path("#include \"world/host.h\""), "world/host.h");
  EXPECT_EQ(included_path("#include <world/host.h>"), "world/host.h");
  EXPECT_EQ(included_path("  #  include  <sys/epoll.h>  // waits"), "sys/epoll.h");
  EXPECT_EQ(included_path("#include\"world/host.h\""), "world/host.h");
  EXPECT_EQ(included_path("/* seen */ #include <map>"), "map");
  EXPECT_EQ(included_path("#include_next <map>"), "map");
  EXPECT_EQ(included_path("// #include <map>"), "");
  EXPECT_EQ(included_path("std::string line = \"#include <map>\";"), "");
}

TEST(Includes, PointDownOnly) {
  expect_judged(points_up, {{"wire/sip/headers/uri.cpp", "#include \"world/host.h\"", true},
                            {"wire/sip/headers/uri.cpp", "#include <world/host.h>", true},
                            {"protocol/sip/flow.h", "#include \"subscribers/subscriber.h\"", true},
                            {"protocol/sip/flow.h", "#include \"call_agent_sim/service/call_agent.h\"", true},
                            {"protocol/sip/flow.h", "#include \"wire/sip/message.h\"", false},
                            {"world/host.h", "#include \"protocol/sip/flow.h\"", true},
                            {"call_agent_sim/service/call_agent.h", "#include <device_sim/life/device.h>", true},
                            {"call_agent_sim/service/call_agent.h", "#  include \"device_sim/life/device.h\"", true},
                            {"scenarios/engine/run.cpp", "#include \"tools/dialtone/run_command.h\"", true},
                            {"protocol/http/client.cpp", "#include \"device_sim/model/profile.h\"", true},
                            {"protocol/http/client.cpp", "#include \"subscribers/subscriber.h\"", true},
                            {"wire/http/url.cpp", "#include \"protocol/http/client.h\"", true},
                            {"protocol/http/client.cpp", "#include \"wire/http/url.h\"", false},
                            {"protocol/http/client.cpp", "#include \"world/host.h\"", false},
                            {"device_sim/life/device.cpp", "#include \"protocol/http/client.h\"", false},
                            {"device_sim/life/device.cpp", "#include \"tests/device_sim/device_story.h\"", true},
                            {"device_sim/life/device.cpp", "#include \"device.h\"", true},
                            {"device_sim/life/device.cpp", "#include \"../wire/sip/uri.h\"", true},
                            {"device_sim/life/device.cpp", "#include <../wire/sip/uri.h>", true},
                            {"protocol/digest/nonces.h", "#include \"device_sim/life/device.h\"", true},
                            {"protocol/digest/nonces.h", "#include \"subscribers/subscriber.h\"", true},
                            {"protocol/digest/nonces.h", "#include \"wire/digest/algorithm.h\"", false},
                            {"prov_server/exchange.h", "#include \"protocol/digest/nonces.h\"", false},
                            {"device_sim/life/device.cpp", "#include \"device_sim/life/device.h\"", false},
                            {"device_sim/life/device.cpp", "#include \"wire/sip/headers/uri.h\"", false},
                            {"device_sim/life/device.cpp", "#include <vector>", false},
                            {"device_sim/life/device.cpp", "// #include \"scenarios/engine/run.h\"", false}});
  expect_kept(points_up);
}

TEST(Includes, TheSeamKnowsNoWorldAndTheWorldsNotEachOther) {
  expect_judged(crosses_the_seam, {{"world/host.cpp", "#include \"world/real/real_host.h\"", true},
                                   {"world/virtual/nat.cpp", "#include <world/real/reactor.h>", true},
                                   {"world/real/reactor.cpp", "# include \"world/virtual/nat.h\"", true},
                                   {"world/real/reactor.cpp", "#include \"world/real/reactor.h\"", false},
                                   {"world/virtual/nat.cpp", "#include \"world/host.h\"", false}});
  expect_kept(crosses_the_seam);
}

TEST(Includes, WhatLivesInAnyWorldNamesNone) {
  expect_judged(names_a_world, {{"device_sim/life/device.cpp", "#include \"world/real/real_world.h\"", true},
                                {"prov_server/answers.h", "#include <world/virtual/link.h>", true},
                                {"protocol/sip/flow.h", "#include \"world/virtual/link.h\"", true},
                                {"protocol/http/client.h", "#include \"world/real/real_host.h\"", true},
                                {"scenarios/middlebox/relay.cpp", "#include <world/virtual/network.h>", true},
                                {"scenarios/middlebox/relay.cpp", "#include \"world/sockets.h\"", false},
                                {"scenarios/sites/cast.cpp", "#include \"world/virtual/nat.h\"", false},
                                {"tools/device_sim/main.cpp", "#include \"world/real/real_world.h\"", false},
                                {"device_sim/life/device.cpp", "#include \"world/host.h\"", false}});
  expect_kept(names_a_world);
}

TEST(Includes, TheRoomsOfScenariosPointDownOnly) {
  expect_judged(points_up_in_scenarios,
                {{"scenarios/language/plan/plan.cpp", "#include <scenarios/engine/run.h>", true},
                 {"scenarios/middlebox/proxy.cpp", "#include \"scenarios/language/plan/plan.h\"", true},
                 {"scenarios/attic/plan.cpp", "", true},
                 {"scenarios/language/plan.cpp", "", true},
                 {"scenarios/language/keys/keys.cpp", "#include \"scenarios/language/faults/fault.h\"", true},
                 {"scenarios/language/faults/fault.h", "#include <scenarios/language/parties/scenario.h>", true},
                 {"scenarios/language/parties/scenario.h", "#include \"scenarios/language/plan/plan.h\"", true},
                 {"scenarios/language/plan/plan.cpp", "#include \"scenarios/language/faults/fault.h\"", false},
                 {"scenarios/faults/triggers.cpp", "#include \"scenarios/language/plan/plan.h\"", false},
                 {"scenarios/report/junit.cpp", "#include \"scenarios/engine/summary.h\"", false},
                 {"scenarios/report/junit.cpp", "#include \"values/result.h\"", false}});
  expect_kept(points_up_in_scenarios);
}

TEST(Includes, TheRoomsOfAPartyPointDownOnly) {
  expect_judged(points_up_in_a_party,
                {{"device_sim/model/profile.h", "#include \"device_sim/life/device.h\"", true},
                 {"device_sim/provisioning/bare_host.h", "#include \"device_sim/signalling/sip_link.h\"", true},
                 {"call_agent_sim/registrar/bindings.h", "#include \"call_agent_sim/service/prober.h\"", true},
                 {"prov_server/audit/audit.h", "#include \"prov_server/exchange.h\"", true},
                 {"prov_server/cellar/audit.h", "", true},
                 {"prov_server/exchange.h", "#include \"prov_server/audit/audit.h\"", false},
                 {"device_sim/life/device.h", "#include \"device_sim/model/profile.h\"", false},
                 {"device_sim/life/device.h", "#include \"values/result.h\"", false}});
  expect_kept(points_up_in_a_party);
}

TEST(Includes, OfTwoRoomsInOneAnotherOnlyOneIncludesTheOther) {
  expect_judged(points_up_between_rooms,
                {{"wire/sip/headers/via.h", "#include \"wire/sip/message.h\"", true},
                 {"subscribers/subscriber_row.h", "#include <subscribers/sqlite/open_mode.h>", true},
                 {"wire/sip/message.h", "#include \"wire/sip/headers/via.h\"", false},
                 {"wire/sip/headers/via.h", "#include \"wire/sip/headers/uri.h\"", false},
                 {"wire/http/message.h", "#include \"wire/http/headers.h\"", false},
                 {"subscribers/sqlite/sqlite_store.h", "#include \"subscribers/subscriber_row.h\"", false}});
  expect_kept(points_up_between_rooms);
}

TEST(Includes, WhatStandsBetweenThePartiesKnowsNone) {
  expect_judged(points_up, {{"scenarios/middlebox/relay.cpp", "#include \"call_agent_sim/registrar/bindings.h\"", true},
                            {"scenarios/middlebox/proxy.h", "#include \"prov_server/provisioning_server.h\"", true},
                            {"scenarios/middlebox/upstream.cpp", "#include <device_sim/life/device.h>", true},
                            {"scenarios/middlebox/upstream.cpp", "#include \"subscribers/subscriber.h\"", true},
                            {"scenarios/middlebox/proxy.h", "#include \"protocol/http/server.h\"", false},
                            {"scenarios/middlebox/proxy.h", "#include \"scenarios/middlebox/upstream.h\"", false},
                            {"scenarios/sites/proxies.cpp", "#include \"prov_server/provisioning_server.h\"", false}});
  expect_kept(points_up);
}

TEST(Includes, VendorsStayInTheirRooms) {
  expect_judged(leaves_its_room, {{"scenarios/oracles/metric.cpp", "#include <Poco/DOM/Document.h>", true},
                                  {"scenarios/oracles/metric.cpp", "#include <Poco/SAX/Attributes.h>", true},
                                  {"wire/sip/headers/uri.cpp", "#include \"Poco/XML/XMLWriter.h\"", true},
                                  {"call_agent_sim/service/call_agent.cpp", "#include <Poco/JSON/Parser.h>", true},
                                  {"device_sim/life/device.cpp", "#include <sys/epoll.h>", true},
                                  {"device_sim/life/device.cpp", "#  include <sys/socket.h>", true},
                                  {"world/virtual/nat.cpp", "#include <netinet/in.h>", true},
                                  {"device_sim/life/fleet.cpp", "#include <thread>", true},
                                  {"prov_server/audit/audit_log.cpp", "#include <mutex>", true},
                                  {"prov_server/audit/audit_log.cpp", "#include <sqlite3.h>", true},
                                  {"protocol/http/server.cpp", "#include <boost/beast/http.hpp>", true},
                                  {"protocol/http/server.cpp", "#include <boost/asio.hpp>", true},
                                  {"protocol/digest/nonces.cpp", "#include <openssl/evp.h>", true},
                                  {"scenarios/engine/run.cpp", "#include <yaml-cpp/yaml.h>", true},
                                  {"scenarios/report/junit.cpp", "#include <Poco/DOM/Document.h>", false},
                                  {"world/real/reactor.cpp", "#include <sys/epoll.h>", false},
                                  {"subscribers/csv.cpp", "#include <sqlite3.h>", false},
                                  {"scenarios/engine/suite.cpp", "#include <poll.h>", false},
                                  {"device_sim/life/device.cpp", "#include <vector>", false},
                                  {"device_sim/life/device.cpp", "#include <shared_mutex>", true},
                                  {"device_sim/life/device.cpp", "#include <semaphore>", true},
                                  {"wire/sip/headers/uri.cpp", "#include <barrier>", true},
                                  {"wire/sip/headers/uri.cpp", "#include <latch>", true},
                                  {"device_sim/life/device.cpp", "#include <stop_token>", true},
                                  {"scenarios/engine/run.cpp", "#include <stop_token>", false},
                                  {"prov_server/exchange.cpp", "#include <Poco/Clock.h>", true},
                                  {"prov_server/exchange.cpp", "#include <Poco/Stopwatch.h>", true},
                                  {"prov_server/exchange.cpp", "#include <Poco/Timer.h>", true}});
  expect_kept(leaves_its_room);
}

}  // namespace
}  // namespace dialtone
