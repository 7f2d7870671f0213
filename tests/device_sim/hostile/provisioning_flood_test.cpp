// No answer of a provisioning server can make a device send a flood.
#include "tests/device_sim/hostile/floods.h"

namespace dialtone {
namespace {

class ProvisioningFloods : public DeviceStory {
 protected:
  // Gives the same answer to each request.
  void answer(int status, std::map<std::string, std::string> headers) {
    provisioning_.script = [=](const http::Request&) { return ScriptedProvisioning::status(status, headers); };
    start();
    run_for(kBootTime + 1h);
  }
};

// 10 B8
TEST_F(ProvisioningFloods, OfSmallRetryAftersDoNotHappen) {
  for (const int status : {503, 500, 429, 404}) {
    for (const char* retry_after : {"0", "1", "Thu, 01 Jan 1970 00:00:00 GMT"}) {
      struct Other : ProvisioningFloods {
        void TestBody() override {}
        void live(int status, const char* retry_after) {
          answer(status, {{"Retry-After", retry_after}});
          EXPECT_GE(provisioning_.requests.size(), 3U);
          EXPECT_LE(provisioning_.requests.size(), most_rounds(profile_.provisioning_retry)) << status << retry_after;
        }
      };
      Other().live(status, retry_after);
    }
  }
}

// 10 B8
TEST_F(ProvisioningFloods, OfDefiniteRefusalsWithASmallRetryAfterDoNotHappen) {
  answer(403, {{"Retry-After", "1"}});
  EXPECT_LE(provisioning_.requests.size(), most_rounds(profile_.refusal_retry));
  ASSERT_GE(provisioning_.requests.size(), 3U);
  EXPECT_LE(provisioning_.requests[1].time - provisioning_.requests[0].time, 1100ms) << "the first time it is believed";
  EXPECT_GE(provisioning_.requests[2].time - provisioning_.requests[1].time, first_step(profile_.refusal_retry));
}

// 10 B8
TEST_F(ProvisioningFloods, OfRedirectsDoNotHappen) {
  answer(302, {{"Location", "http://prov.example.net/provision"}, {"Retry-After", "1"}});
  EXPECT_GE(provisioning_.requests.size(), 4U);
  EXPECT_LE(provisioning_.requests.size(),
            most_rounds(profile_.provisioning_retry) * (1 + static_cast<std::size_t>(profile_.most_redirects)));
}

}  // namespace
}  // namespace dialtone
