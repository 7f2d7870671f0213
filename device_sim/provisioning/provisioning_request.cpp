#include "device_sim/provisioning/provisioning_request.h"

#include <algorithm>
#include <utility>

#include "device_sim/model/model_text.h"
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

std::string without_parameter(std::string_view target, std::string_view name) {
  const std::size_t mark = target.find('?');
  std::string kept(target.substr(0, mark));
  char separator = '?';
  for (std::size_t begin = mark; begin < target.size();) {
    const std::size_t end = std::min(target.find('&', ++begin), target.size());
    const std::string_view part = target.substr(begin, end - begin);
    begin = end;
    if (part.empty() || part.substr(0, part.find('=')) == name) continue;
    kept += separator;
    kept += part;
    separator = '&';
  }
  return kept;
}

http::Request provisioning_request(const DeviceConfig& config, const IpAddress& own_address,
                                   std::optional<std::uint64_t> held_revision, const http::HttpUrl& url) {
  http::Request request;
  request.target = url.target;
  request.headers.reserve(7);
  request.headers.add("Host", http::host_header(url));
  request.headers.add("User-Agent", model_text(config.profile->user_agent, config.mac_address));
  request.headers.add("Accept", "application/xml");
  if (!config.profile->keeps_http_connection) request.headers.add("Connection", "close");
  std::string document = write_document(config, own_address, held_revision);
  if (config.profile->document == DocumentCarrier::kQuery) {
    request.target = without_parameter(url.target, "document");
    request.target += request.target.find('?') == std::string::npos ? '?' : '&';
    request.target += "document=" + http::percent_encode(document);
  } else {
    if (config.profile->document == DocumentCarrier::kPost) request.method = "POST";
    request.headers.add("Content-Type", "application/xml; charset=utf-8");
    request.body = std::move(document);
  }
  return request;
}

}  // namespace dialtone
