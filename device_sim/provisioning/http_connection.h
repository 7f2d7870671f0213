// A client's connection to one server at a time, used for as many requests as both sides want.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "device_sim/model/profile.h"
#include "device_sim/provisioning/http_exchange.h"
#include "wire/http/url.h"
#include "world/host.h"

namespace dialtone {

// Closed when it is destroyed.
class HttpConnection {
 public:
  // Whether the next request to `url` can go where the last one went. A connection that the server has closed in the
  // meantime is noticed here, and one that leads elsewhere is closed.
  bool is_kept_for(const http::HttpUrl& url);
  // Connects anew; `addresses` are those of the URL's host. As connect_to_any.
  Task<Result<void>> open(Host& host, http::HttpUrl url, Addresses addresses, Duration deadline);
  // As exchange(), on the open connection; afterwards it is kept if the profile and the server have it so.
  Task<Result<http::Response, ExchangeFault>> ask(std::string request, Moment deadline, const DeviceProfile& profile);

 private:
  std::unique_ptr<Stream> stream_;
  std::string host_;
  std::uint16_t port_ = 0;
};

}  // namespace dialtone
