// The other parties in a device's stories: each does what its test tells it.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "tests/heard.h"
#include "values/transport.h"
#include "wire/http/message.h"
#include "wire/provisioning/provision_response.h"
#include "wire/sip/message.h"
#include "world/host.h"

namespace dialtone {

// An HTTP server with one answer per connection by default.
class ScriptedProvisioning {
 public:
  struct Request {
    Moment time;
    http::Request message;
    // The number of the connection, from 1.
    int connection = 0;
  };
  // Returns the answer's bytes, after which the server closes; nullopt: no answer on an open connection.
  using Script = std::function<std::optional<std::string>(const http::Request&)>;

  Script script;
  // The delay of the answer.
  Duration delay{};
  Heard<Request> requests;
  int connections = 0;
  // Returns true to keep the connection after that answer.
  std::function<bool(const Request&)> keeps;
  // Closes a kept connection after that time without a request.
  Duration patience = std::chrono::hours(1);

  Task<void> run(Host& host);

  // Returns the bytes of a server's answer.
  static std::string ok(const provisioning::ProvisionResponse& document);
  static std::string status(int status, const std::map<std::string, std::string>& headers = {}, std::string body = "");

 private:
  Task<void> serve(Host& host, std::unique_ptr<Stream> stream);
};

// A registrar that challenges with nonce-1, nonce-2 and so on, knows one account, and grants what is asked for.
class ScriptedRegistrar {
 public:
  struct Request {
    Moment time;
    Endpoint from;
    sip::Message message;
    bool authorized;  // with the right password, for any nonce
    Transport transport = Transport::kUdp;
  };
  // Returns the answer in place of the usual one; nullopt: no answer.
  using Script = std::function<std::optional<sip::Message>(const Request&, sip::Message usual)>;

  std::string password = "s3cret";
  std::optional<Duration> granted;  // nullopt: as requested
  Script script;
  Heard<Request> requests;
  // The responses to what send() sent.
  Heard<sip::Message> responses;
  // The pings over TCP; and whether they are answered.
  Heard<Moment> pings;
  bool answers_pings = true;
  // Whether it listens on TCP; set before power-on.
  bool speaks_tcp = true;
  // When connections were accepted.
  Heard<Moment> connections;
  // Sent first on a connection; nothing is read until all of it was accepted.
  std::string flood;

  Task<void> run(Host& host);
  // Sends bytes to the device over UDP, or over the newest connection. Requires that it runs.
  void send(const Endpoint& to, std::string_view bytes) { static_cast<void>(socket_->send(to, bytes).ok()); }
  void send_streamed(std::string_view bytes) { static_cast<void>(stream_->try_write(bytes).ok()); }
  // Ends the newest connection in order, or resets it.
  void close() { stream_->shutdown_write(); }
  void reset() { stream_->reset(); }
  // Returns the moments of the requests, counted from the first.
  std::vector<Duration> times() const;
  // Returns a response to a request with only the headers that every response has.
  static sip::Message response(const Request& request, int status);

 private:
  Task<void> accept_all(Host& host);
  Task<void> serve(Host& host, std::unique_ptr<Stream> stream);
  // Returns the answer to the message; empty: none.
  std::string take(Host& host, const Endpoint& from, Transport transport, sip::Message message);
  sip::Message usual_answer(const Request& request);
  bool authorized(const sip::Message& request) const;

  UdpSocket* socket_ = nullptr;
  Stream* stream_ = nullptr;
  int nonces_ = 0;
};

}  // namespace dialtone
