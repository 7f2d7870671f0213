// nginx is a reverse proxy in front of prov_server, with its cache on.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

#include "tests/interop/servers.h"

namespace dialtone {
namespace {

using testing::HasSubstr;

constexpr int kNginxDevices = 200;
const Program kNginx{"nginx", "nginx-light"};
const Program kCurlOfNginx{"curl", "curl"};

struct Ports {
  int provisioning;
  int proxy;
  int cacheable;
};

// One process. /provision is forwarded with nginx's default, HTTP/1.0; /provision-1.1 over persistent connections. The
// answer of /cacheable is not secret, and is cached as it does not forbid caching.
std::string nginx_configuration(const Ports& ports) {
  const std::string provisioning = "127.0.0.1:" + std::to_string(ports.provisioning);
  const std::string cacheable = "127.0.0.1:" + std::to_string(ports.cacheable);
  return "daemon off;\n"
         "master_process off;\n"
         "pid nginx.pid;\n"
         "error_log stderr warn;\n"
         "events { worker_connections 1024; }\n"
         "http {\n"
         "  access_log off;\n"
         "  client_body_temp_path body;\n"
         "  proxy_temp_path proxy;\n"
         "  fastcgi_temp_path fastcgi;\n"
         "  uwsgi_temp_path uwsgi;\n"
         "  scgi_temp_path scgi;\n"
         "  proxy_cache_path cache keys_zone=answers:1m;\n"
         "  upstream provisioning { server " +
         provisioning +
         "; keepalive 16; }\n"
         "  server {\n"
         "    listen 127.0.0.1:" +
         std::to_string(ports.proxy) +
         ";\n"
         "    proxy_cache answers;\n"
         "    proxy_cache_valid any 10m;\n"
         "    add_header X-Cache $upstream_cache_status always;\n"
         "    proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;\n"
         "    location = /provision { proxy_pass http://" +
         provisioning +
         "; }\n"
         "    location = /provision-1.1 {\n"
         "      proxy_http_version 1.1;\n"
         "      proxy_set_header Connection \"\";\n"
         "      proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;\n"
         "      proxy_pass http://provisioning/provision;\n"
         "    }\n"
         "    location = /cacheable { proxy_pass http://" +
         cacheable +
         "; }\n"
         "  }\n"
         "  server {\n"
         "    listen " +
         cacheable +
         ";\n"
         "    location / { return 200 \"the same for all\"; }\n"
         "  }\n"
         "}\n";
}

class NginxInFront : public InteropTest {
 protected:
  void SetUp() override {
    make_subscribers(kNginxDevices);
    start_call_agent();
    ASSERT_FALSE(HasFailure());
    const int port = free_port();
    const Ports ports{start_prov_server({"--trust-proxy", "127.0.0.1/32"}), port, free_port(port)};
    folder_.write("nginx.conf", nginx_configuration(ports));
    proxy_ = "http://127.0.0.1:" + std::to_string(ports.proxy);
    nginx_.emplace(
        kNginx,
        std::vector<std::string>{"-p", folder_.path().string(), "-e", "stderr", "-c", folder_.file("nginx.conf")},
        folder_.path());
    ASSERT_TRUE(nginx_->wait_until([&] { return accepts_connections(ports.proxy); }));
  }

  // Returns the answer's header field X-Cache: HIT or MISS.
  std::string cache_status(const std::string& path) const {
    const std::string answer = output_of(kCurlOfNginx, {"-s", "-i", proxy_ + path}, folder_.path());
    const std::string name = "X-Cache: ";
    const std::size_t at = answer.find(name);
    return at == std::string::npos ? answer : answer.substr(at + name.size(), answer.find('\r', at) - at - name.size());
  }

  // Each device has its own address, which prov_server knows only from X-Forwarded-For.
  void expect_all_provision(const std::string& path, const std::string& document) {
    Command& devices = start_devices({"--provisioning-url", proxy_ + path, "--document", document, "--bind",
                                      "127.9.0.0/16", "--exit-when-registered", "--duration", "50s"});
    EXPECT_TRUE(ended_well(devices));
    EXPECT_EQ(count_different("prov_server.jsonl", "provision.accepted", "serial_number"), std::size_t{kNginxDevices});
    EXPECT_EQ(count_different("prov_server.jsonl", "provision.accepted", "peer"), std::size_t{kNginxDevices});
    EXPECT_EQ(count("devices.jsonl", "settings.stored"), std::size_t{kNginxDevices});
    for (const char* trouble : {"provision.refused", "provision.failed", "settings.rejected"}) {
      EXPECT_EQ(count("devices.jsonl", trouble), 0U) << trouble;
    }
    EXPECT_EQ(count_different("call_agent.jsonl", "binding.added", "aor"), std::size_t{kNginxDevices});
  }

  std::string proxy_;
  std::optional<Peer> nginx_;
};

TEST_F(NginxInFront, KeepsInItsCacheWhatDoesNotForbidIt) {
  EXPECT_EQ(cache_status("/cacheable"), "MISS");
  EXPECT_EQ(cache_status("/cacheable"), "HIT");
}

TEST_F(NginxInFront, PassesTheBodyOfAGet) { expect_all_provision("/provision", "body"); }

TEST_F(NginxInFront, PassesTheBodyOfAGetOverConnectionsThatAreKept) { expect_all_provision("/provision-1.1", "body"); }

TEST_F(NginxInFront, PassesAQuery) { expect_all_provision("/provision", "query"); }

TEST_F(NginxInFront, PassesAPost) { expect_all_provision("/provision", "post"); }

}  // namespace
}  // namespace dialtone
