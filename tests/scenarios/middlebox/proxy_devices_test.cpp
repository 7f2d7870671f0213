// Devices and their provisioning server with a proxy between them, in situations that occur in practice.
#include <gmock/gmock.h>

#include <string>

#include "device_sim/life/device.h"
#include "prov_server/provisioning_server.h"
#include "scenarios/middlebox/proxy.h"
#include "tests/prov_server/subscriber_list.h"
#include "tests/scenarios/middlebox/proxy_story.h"

namespace dialtone {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

template <typename Arm>
class DevicesBehindAProxy : public MiddleboxStory<Arm> {
 protected:
  DevicesBehindAProxy() {
    profile_.boot_time = 0s;
    profile_.boot_spread = 0s;
    profile_.provisioning_retry = {.base = 1s, .cap = 1s};
    profile_.sip_port = 0;
    for (int number = 1; number <= 2; ++number) {
      Subscriber subscriber;
      subscriber.serial_number = "DT000000000" + std::to_string(number);
      subscriber.mac_address = {{0x02, 0xD1, 0xA1, 0, 0, static_cast<std::uint8_t>(number)}};
      subscriber.customer_number = "C10000" + std::to_string(number);
      subscriber.product = "ATA-2";
      subscriber.device_name = "line" + std::to_string(number);
      subscriber.domain = "voip.example.net";
      subscriber.call_agent_address = to_text(Arm::address(99));
      subscriber.auth_username = subscriber.device_name;
      subscriber.auth_password = "s3cret";
      subscriber.settings_revision = 18;
      subscribers_.all.push_back(subscriber);
    }
  }

  void start() {
    this->power("prov", [this](Host& host) -> Task<void> {
      ProvisioningServerOptions options;
      options.listen = {{host.address(), 0}};
      options.trusted_proxies = trusted_;
      ProvisioningServer server(std::move(options), subscribers_);
      const Result<void> served = co_await server.run(host);
      EXPECT_TRUE(served);
    });
    const Endpoint server = this->started("prov");
    this->power("proxy", [this, server](Host& host) -> Task<void> {
      Proxy proxy({.listen = {{host.address(), 0}},
                   .upstream_host = to_text(server.address),
                   .upstream_port = server_is_gone_ ? std::uint16_t{1} : server.port,
                   .answer_deadline = 300ms},
                  script_);
      const Result<void> served = co_await proxy.run(host);
      EXPECT_TRUE(served);
    });
    const Endpoint proxy = this->started("proxy");
    this->world_->set_name("prov.example.net", {proxy.address});
    url_ = "http://prov.example.net:" + std::to_string(proxy.port) + "/provision";
  }
  // Switches on device `number`, 1 or 2.
  void start_device(int number) {
    const Subscriber& subscriber = subscribers_.all.at(static_cast<std::size_t>(number) - 1);
    DeviceConfig& config = configs_.emplace_back();
    config.serial_number = subscriber.serial_number;
    config.mac_address = subscriber.mac_address;
    config.customer_number = subscriber.customer_number;
    config.provisioning_url = url_;
    config.profile = &profile_;
    this->power("device-" + std::to_string(number), [&config](Host& host) { return run_device(host, config); });
  }
  void on_request(std::function<ProxyAct(http::Request&)> act) {
    script_.request = [act = std::move(act)](Moment, const Endpoint&, http::Request& request) { return act(request); };
  }
  void answer_with(http::Response response) {
    on_request([response = std::move(response)](http::Request&) { return ProxyAct{.answer = response}; });
  }
  static http::Response page(int status, std::string body) {
    http::Response response;
    response.status = status;
    response.headers.add("Content-Type", "text/html");
    response.body = std::move(body);
    return response;
  }
  // Returns the host's first event with that name, without its duration.
  std::string event(const std::string& host, const std::string& name) {
    std::string line;
    this->run_until([&] { return !(line = this->events_.last(host + " " + name)).empty(); });
    line = line.substr(host.size() + 1);
    return line.substr(0, line.find(" duration="));
  }

  DeviceProfile profile_;
  SubscriberList subscribers_;
  std::vector<Cidr> trusted_;
  bool server_is_gone_ = false;
  FreeProxyScript script_;
  std::string url_;
  std::deque<DeviceConfig> configs_;
};
TYPED_TEST_SUITE(DevicesBehindAProxy, BothWorlds);

TYPED_TEST(DevicesBehindAProxy, GetTheirSettings) {
  this->start();
  this->start_device(1);
  EXPECT_THAT(this->event("device-1", "provision.accepted"), StartsWith("provision.accepted revision=18"));
  EXPECT_FALSE(this->event("device-1", "settings.stored").empty());
}

TYPED_TEST(DevicesBehindAProxy, AreKnownByTheirOwnAddressToAServerThatTrustsTheProxy) {
  this->trusted_ = {{TypeParam::address(2), 32}};
  this->start();
  this->start_device(1);
  EXPECT_THAT(this->event("prov", "provision.request"), HasSubstr("peer=" + to_text(TypeParam::address(3))));
}

TYPED_TEST(DevicesBehindAProxy, AreRefusedWhereItStripsTheirDocuments) {
  this->on_request([](http::Request& request) {
    request.body.clear();
    return ProxyAct{};
  });
  this->start();
  this->start_device(1);
  EXPECT_THAT(this->event("prov", "provision.refused"), HasSubstr("status=400"));
  EXPECT_EQ(this->event("device-1", "provision.refused"), "provision.refused status=400 reason=Bad Request");
}

TYPED_TEST(DevicesBehindAProxy, GetThroughWithTheDocumentInTheQuery) {
  this->profile_.document = DocumentCarrier::kQuery;
  this->on_request([](http::Request& request) {
    request.body.clear();
    return ProxyAct{};
  });
  this->start();
  this->start_device(1);
  EXPECT_THAT(this->event("device-1", "provision.accepted"), StartsWith("provision.accepted revision=18"));
}

TYPED_TEST(DevicesBehindAProxy, AreServedWhereItMakesAPostOfAGet) {
  this->on_request([](http::Request& request) {
    request.method = "POST";
    return ProxyAct{};
  });
  this->start();
  this->start_device(1);
  EXPECT_THAT(this->event("device-1", "provision.accepted"), StartsWith("provision.accepted revision=18"));
}

TYPED_TEST(DevicesBehindAProxy, AreRefusedWhereItMakesAPutOfAGet) {
  this->on_request([](http::Request& request) {
    request.method = "PUT";
    return ProxyAct{};
  });
  this->start();
  this->start_device(1);
  EXPECT_EQ(this->event("device-1", "provision.refused"), "provision.refused status=405 reason=Method Not Allowed");
}

TYPED_TEST(DevicesBehindAProxy, RejectTheSettingsOfAnotherThatItHasCached) {
  this->on_request([](http::Request&) { return ProxyAct{.caches_for = 1h}; });
  this->start();
  this->start_device(1);
  EXPECT_THAT(this->event("device-1", "provision.accepted"), StartsWith("provision.accepted revision=18"));
  this->start_device(2);
  EXPECT_EQ(this->event("device-2", "settings.rejected"),
            "settings.rejected reason=the answer is for another serial-number");
  EXPECT_EQ(this->events_.last("device-2 settings.stored"), "");
}

TYPED_TEST(DevicesBehindAProxy, DoNotTakeACaptivePortalForSettings) {
  this->answer_with(this->page(200, "<html><body>Please log in</body></html>"));
  this->start();
  this->start_device(1);
  EXPECT_THAT(this->event("device-1", "provision.failed"), StartsWith("provision.failed reason="));
  EXPECT_EQ(this->events_.last("device-1 settings.stored"), "");
}

TYPED_TEST(DevicesBehindAProxy, AreSentToAPortal) {
  http::Response redirect = this->page(302, "");
  redirect.headers.add("Location", "https://portal.example.net/login");
  this->answer_with(redirect);
  this->start();
  this->start_device(1);
  EXPECT_EQ(this->event("device-1", "provision.failed"), "provision.failed reason=a redirect to another scheme");
}

TYPED_TEST(DevicesBehindAProxy, AreRefusedByTheProxyItself) {
  this->answer_with(this->page(400, "a GET has no body"));
  this->start();
  this->start_device(1);
  EXPECT_EQ(this->event("device-1", "provision.refused"), "provision.refused status=400 reason=Bad Request");
  EXPECT_EQ(this->events_.last("prov provision.request"), "");
}

TYPED_TEST(DevicesBehindAProxy, HearOfABadGatewayWhereTheServerHasGone) {
  this->server_is_gone_ = true;
  this->start();
  this->start_device(1);
  EXPECT_EQ(this->event("device-1", "provision.refused"), "provision.refused status=502 reason=Bad Gateway");
}

TYPED_TEST(DevicesBehindAProxy, WaitForASlowOneAndTryAgainAfterASilentOne) {
  int requests = 0;
  this->profile_.answer_deadline = 1s;
  this->on_request([&](http::Request&) {
    ++requests;
    return requests == 1 ? ProxyAct{.drop = true} : ProxyAct{.delay = 200ms};
  });
  this->start();
  this->start_device(1);
  EXPECT_EQ(this->event("device-1", "provision.failed"),
            "provision.failed reason=waiting for the answer: deadline passed");
  EXPECT_THAT(this->event("device-1", "provision.accepted"), StartsWith("provision.accepted revision=18"));
  EXPECT_EQ(requests, 2);
}

}  // namespace
}  // namespace dialtone
