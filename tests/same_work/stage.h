// Both servers on a user database in a virtual world, with events and audit written as by separate processes, and a
// client that sends them bytes.
#pragma once

#include <deque>
#include <memory>
#include <string>
#include <vector>

#include "call_agent_sim/service/call_agent.h"
#include "protocol/digest/lockout.h"
#include "prov_server/audit/audit_log.h"
#include "prov_server/audit/sqlite_audit.h"
#include "prov_server/provisioning_server.h"
#include "subscribers/sqlite/sqlite_store.h"
#include "wire/digest/algorithm.h"
#include "world/events/event_line.h"
#include "world/virtual/virtual_world.h"

namespace dialtone {

// Writes each event as a line, and keeps none.
class LineWriter : public Recorder {
 public:
  void record(const RecordedEvent& event) override {
    line_.clear();
    append_event_line(line_, event);
  }

 private:
  std::string line_;
};

class Stage {
 public:
  // Opens the database anew, so that none of it is in memory yet. Both servers get `lockout`.
  Stage(const std::string& database, const std::vector<digest::Algorithm>& algorithms,
        const LockoutOptions& lockout = {});
  ~Stage();

  // Returns the server's answer over one persistent connection.
  std::string ask_http(const std::string& request) { return ask(http_, request); }
  std::string ask_sip(const std::string& request) { return ask(sip_, request); }

  ProvisioningServer& provisioning() { return *provisioning_; }

 private:
  // A client's side of one protocol.
  struct Client {
    std::string to_send;
    Signal sends{};
    std::string received{};
  };

  std::string ask(Client& client, const std::string& request);
  Task<void> speak_http(Host& host);
  Task<void> speak_sip(Host& host);
  Task<void> read_http(Host& host, Stream& stream);
  Task<void> read_sip(Host& host, UdpSocket& socket);

  LineWriter lines_;
  std::unique_ptr<SqliteSubscriberStore> store_;
  SqliteAudit audit_table_;
  AuditLog audit_;
  std::unique_ptr<ProvisioningServer> provisioning_;
  std::unique_ptr<CallAgent> call_agent_;
  Client http_;
  Client sip_;
  VirtualWorld world_;
};

}  // namespace dialtone
