#include "world/events/service_log.h"

#include <gtest/gtest.h>

#include <array>
#include <sstream>
#include <string>

namespace dialtone {
namespace {

TEST(ServiceLog, TellsWhichSocketIsReadyAndEachEventAsALine) {
  std::ostringstream ready;
  std::ostringstream events;
  ServiceLog log(ready, &events);
  const std::array started = {Field("protocol", "http"), Field("endpoint", "[::1]:8080")};
  log.record({Moment(Duration(5)), "prov", "server.started", started});
  const std::array refused = {Field("reason", "a \"b\"\n\\"), Field("status", 403), Field("late", true)};
  log.record({Moment(Duration(6)), "prov", "provision.refused", refused});
  EXPECT_EQ(ready.str(), "listening http [::1]:8080\n");
  EXPECT_EQ(events.str(),
            "{\"time\":5,\"host\":\"prov\",\"event\":\"server.started\",\"protocol\":\"http\",\"endpoint\":"
            "\"[::1]:8080\"}\n"
            "{\"time\":6,\"host\":\"prov\",\"event\":\"provision.refused\",\"reason\":\"a \\\"b\\\"\\n\\\\\","
            "\"status\":403,\"late\":true}\n");
}

TEST(ServiceLog, WritesNoEventsWhereNoneAreWanted) {
  std::ostringstream ready;
  ServiceLog log(ready, nullptr);
  log.record({Moment{}, "prov", "provision.accepted", {}});
  EXPECT_EQ(ready.str(), "");
}

}  // namespace
}  // namespace dialtone
