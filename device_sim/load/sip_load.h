// The REGISTERs of a load. Many are in flight at a time: over UDP all from one socket, over TCP each on its own
// connection.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "device_sim/load/load.h"
#include "device_sim/load/load_config.h"
#include "protocol/sip/client_transaction.h"
#include "protocol/sip/identifiers.h"
#include "subscribers/subscriber.h"
#include "wire/sip/message.h"
#include "wire/sip/stream_reader.h"
#include "world/host.h"

namespace dialtone {

class SipLoad {
 public:
  // Both arguments must outlive this object.
  SipLoad(Host& host, const LoadConfig& config);
  ~SipLoad();
  SipLoad(const SipLoad&) = delete;
  SipLoad& operator=(const SipLoad&) = delete;

  // Sends a REGISTER as `claimed`. Answers one challenge, unless `secret` is empty. This object and `claimed` must
  // outlive the task.
  Task<LoadOutcome> ask(const Subscriber& claimed, std::string secret);

 private:
  // How one exchange reaches the call agent.
  struct Way {
    Endpoint to;
    Endpoint local;
    // The connection; null over UDP.
    std::unique_ptr<Stream> stream{};
    sip::StreamReader reader{sip::StreamReader::KeepAlive::kPong};
  };
  struct Pending;

  Task<Result<Way>> open_way();
  Task<Result<Endpoint, IoError>> find_call_agent();
  Result<void, IoError> open_socket();
  // Sends a request and returns its final response.
  Task<Result<sip::Message, IoError>> exchange(Way& way, std::string_view branch, std::uint32_t cseq,
                                               std::string bytes);
  Task<Result<sip::Message, IoError>> over_udp(const Endpoint& to, Pending& pending, std::string_view bytes);
  static Task<Result<sip::Message, IoError>> over_tcp(Way& way, sip::ClientTransaction& transaction,
                                                      std::string_view bytes);
  Task<void> read_socket();
  void take(std::string datagram);

  Host& host_;
  const LoadConfig& config_;
  sip::Identifiers identifiers_;
  // The call agent's address, once the name was looked up.
  std::optional<Endpoint> call_agent_;
  std::unique_ptr<UdpSocket> socket_;
  // The UDP requests that wait for their answers, by branch. Each is owned by the frame of its exchange.
  std::map<std::string, Pending*, std::less<>> pending_;
  Signal ended_;
  std::optional<Child> reading_;
};

}  // namespace dialtone
