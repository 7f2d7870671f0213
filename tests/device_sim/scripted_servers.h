// The servers in a device's stories: each does what its test tells it.
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

// An HTTP server; by default it sends one answer per connection.
class ScriptedProvisioning {
 public:
  struct Request {
    Moment time;
    http::Request message;
    // The number of the connection, from 1.
    int connection = 0;
  };
  // Returns the answer's bytes, after which the server closes the connection; nullopt: sends nothing and leaves the
  // connection open.
  using Script = std::function<std::optional<std::string>(const http::Request&)>;

  Script script;
  // The delay of the answer.
  Duration delay{};
  Heard<Request> requests;
  int connections = 0;
  // Returns true to keep the connection open after the answer to this request.
  std::function<bool(const Request&)> keeps;
  // Closes a kept connection if no request comes for this time.
  Duration patience = std::chrono::hours(1);

  Task<void> run(Host& host);

  // Returns the bytes of a server's answer.
  static std::string ok(const provisioning::ProvisionResponse& document);
  static std::string status(int status, const std::map<std::string, std::string>& headers = {}, std::string body = "");

 private:
  Task<void> serve(Host& host, std::unique_ptr<Stream> stream);
};

// A registrar that challenges with nonce-1, nonce-2 and so on, knows one account, and grants the requested time.
class ScriptedRegistrar {
 public:
  struct Request {
    Moment time;
    Endpoint from;
    sip::Message message;
    bool authorized;  // with the right password, for any nonce
    Transport transport = Transport::kUdp;
  };
  // Returns the answer to send instead of `usual`; nullopt: no answer.
  using Script = std::function<std::optional<sip::Message>(const Request&, sip::Message usual)>;

  std::string password = "s3cret";
  std::optional<Duration> granted;  // nullopt: the requested time
  Script script;
  Heard<Request> requests;
  // The responses to what send() sent.
  Heard<sip::Message> responses;
  // The moments of pings over TCP, and whether the registrar answers them.
  Heard<Moment> pings;
  bool answers_pings = true;
  // True if the registrar listens on TCP; set before power-on.
  bool speaks_tcp = true;
  // The moments when connections were accepted.
  Heard<Moment> connections;
  // Sent first on each connection; the registrar reads nothing until all of it was accepted.
  std::string flood;

  Task<void> run(Host& host);
  // Sends bytes to the device over UDP, or over the newest connection. Requires that the registrar is running.
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
  // Returns the answer to the message; empty: no answer.
  std::string take(Host& host, const Endpoint& from, Transport transport, sip::Message message);
  sip::Message usual_answer(const Request& request);
  bool authorized(const sip::Message& request) const;

  UdpSocket* socket_ = nullptr;
  Stream* stream_ = nullptr;
  int nonces_ = 0;
};

}  // namespace dialtone
