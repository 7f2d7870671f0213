#include "device_sim/provisioning_request.h"

#include "wire/http/message.h"
#include "wire/http/percent.h"
#include "wire/provisioning/provision_request.h"

namespace dialtone {
namespace {

std::string write_document(const DeviceConfig& config, const IpAddress& own_address,
                           std::optional<std::uint64_t> held_revision) {
  return provisioning::write_provision_request({.product_description = config.profile->product,
                                                .customer_number = config.customer_number,
                                                .serial_number = config.serial_number,
                                                .mac_address = config.mac_address,
                                                .ip_address = own_address,
                                                .firmware_version = config.profile->firmware_version,
                                                .settings_revision = held_revision});
}

}  // namespace

std::string provisioning_request(const DeviceConfig& config, const IpAddress& own_address,
                                 std::optional<std::uint64_t> held_revision, const http::HttpUrl& url) {
  http::Request request;
  request.target = url.target;
  request.headers.add("Host", http::host_header(url));
  request.headers.add("User-Agent", config.profile->user_agent);
  request.headers.add("Accept", "application/xml");
  request.headers.add("Connection", "close");
  std::string document = write_document(config, own_address, held_revision);
  if (config.profile->document == DocumentCarrier::kQuery) {
    request.target += request.target.find('?') == std::string::npos ? '?' : '&';
    request.target += "document=" + http::percent_encode(document);
  } else {
    if (config.profile->document == DocumentCarrier::kPost) request.method = "POST";
    request.headers.add("Content-Type", "application/xml; charset=utf-8");
    request.body = std::move(document);
  }
  return http::write_request(request);
}

}  // namespace dialtone
