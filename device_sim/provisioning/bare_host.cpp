#include "device_sim/provisioning/bare_host.h"

#include <algorithm>

#include "device_sim/model/device_events.h"
#include "device_sim/provisioning/name_lookup.h"
#include "values/out_of_line.h"
#include "wire/http/url.h"

namespace dialtone {
namespace {

constexpr std::uint16_t kTftpPort = 69;
constexpr Duration kFirstWait = std::chrono::seconds(1);

// Opcode 1, the file's name and the mode (RFC 1350 section 5). The file's name is the path without its leading slashes.
std::string read_request(std::string_view path) {
  std::string request("\0\1", 2);
  request.append(path.substr(std::min(path.size(), path.find_first_not_of('/'))));
  request.append("\0octet\0", 7);
  return request;
}

// Asks, and returns the reason why there are no settings.
Task<std::string_view> ask(Host& host, Endpoint server, std::string request, Moment deadline) {
  const Result<std::unique_ptr<UdpSocket>, IoError> socket = host.open_udp({host.address(), 0});
  if (!socket) co_return to_text(socket.error());
  Duration wait = kFirstWait;
  while (host.now() < deadline) {
    static_cast<void>((*socket)->send(server, request).ok());
    const auto answer = co_await (*socket)->receive(std::min(deadline, host.now() + wait));
    if (answer) co_return "TFTP has no settings";
    wait *= 2;
  }
  co_return "no answer by TFTP";
}

DIALTONE_OUT_OF_LINE void record_request(Host& host, std::string_view url, std::uint32_t attempt) {
  const std::string asked = "tftp://" + std::string(url);
  host.record(device_events::ProvisionRequest{.url = asked, .attempt = attempt});
}

DIALTONE_OUT_OF_LINE void record_failure(Host& host, std::string_view reason, Moment begin) {
  host.record(device_events::ProvisionFailed{.reason = reason, .duration = host.now() - begin});
}

}  // namespace

bool is_bare_host(std::string_view provisioning_url) { return provisioning_url.find("://") == std::string_view::npos; }

std::string bare_host_by_http(std::string_view provisioning_url) { return "http://" + std::string(provisioning_url); }

Task<ProvisioningOutcome> ask_bare_host_by_tftp(Host& host, const DeviceConfig& config, std::uint32_t attempt) {
  const Moment begin = host.now();
  const DeviceProfile& profile = *config.profile;
  const Result<http::HttpUrl> url = http::parse_http_url(bare_host_by_http(config.provisioning_url));
  if (!url) {
    record_failure(host, "the provisioning URL cannot be read", begin);
    co_return ProvisioningFault{};
  }
  const Result<Addresses, IoError> found = co_await look_up(host, url->host, begin + profile.name_deadline);
  if (!found) co_return ProvisioningFault{.gives_up = profile.quirks.has(Quirk::kAsksNamesOnce)};
  const Moment asked = host.now();
  const std::string_view without_query = config.provisioning_url.substr(0, config.provisioning_url.find('?'));
  record_request(host, without_query, attempt);
  const std::string_view path = std::string_view(url->target).substr(0, url->target.find('?'));
  const std::string_view reason =
      co_await ask(host, {found->front(), kTftpPort}, read_request(path), asked + profile.answer_deadline);
  record_failure(host, reason, asked);
  co_return ProvisioningFault{};
}

}  // namespace dialtone
