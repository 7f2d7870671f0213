// The body of a request while it arrives at an HTTP server. Only the server's own sources include this.
#pragma once

#include <optional>
#include <string>

#include "protocol/http/pace.h"
#include "protocol/http/server_connection.h"

namespace dialtone {

class HttpServer::IncomingBody : public BodySource {
 public:
  // The three references must outlive the body.
  IncomingBody(HttpServer& server, Host& host, Connection& connection)
      : server_(server),
        host_(host),
        connection_(connection),
        pace_(server.options_.request_timeout, server.options_.least_body_rate) {}

  std::optional<std::uint64_t> length() const override;
  Task<Result<std::size_t>> read(std::span<char> into) override;

  bool is_complete() const { return connection_.parser.state() == http::ParseState::kComplete; }
  // Returns true if the connection has ended, or the server no longer waits for the body.
  bool is_lost() const { return is_lost_; }
  // Why the rest of the body is refused; nullopt: it is not refused.
  const std::optional<http::ParseFault>& fault() const { return fault_; }

 private:
  // Waits for bytes from the connection and feeds at most `most_bytes` of them to the parser.
  Task<void> receive(std::size_t most_bytes);
  // Sends 100 Continue if the client waits for it (RFC 9110 section 10.1.1).
  Task<void> tell_to_continue();

  HttpServer& server_;
  Host& host_;
  Connection& connection_;
  Pace pace_;
  std::string piece_;
  bool is_lost_ = false;
  std::optional<http::ParseFault> fault_;
};

}  // namespace dialtone
