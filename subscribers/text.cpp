#include <cstdlib>

#include "subscribers/subscriber.h"
#include "subscribers/subscriber_store.h"

namespace dialtone {

std::string_view to_text(CallAgentProtocol protocol) {
  switch (protocol) {
    case CallAgentProtocol::kSip: return "sip";
    case CallAgentProtocol::kMgcp: return "mgcp";
  }
  std::abort();
}

std::string_view to_text(CallAgentTransport transport) {
  switch (transport) {
    case CallAgentTransport::kUdp: return "udp";
    case CallAgentTransport::kTcp: return "tcp";
  }
  std::abort();
}

std::string_view to_text(ProvisionAuthentication scheme) {
  switch (scheme) {
    case ProvisionAuthentication::kNone: return "none";
    case ProvisionAuthentication::kBasic: return "basic";
    case ProvisionAuthentication::kDigest: return "digest";
  }
  std::abort();
}

std::string_view to_text(FirmwareProtocol protocol) {
  switch (protocol) {
    case FirmwareProtocol::kFtp: return "ftp";
    case FirmwareProtocol::kTftp: return "tftp";
    case FirmwareProtocol::kHttp: return "http";
  }
  std::abort();
}

std::string_view to_text(IdentityMismatch mismatch) {
  switch (mismatch) {
    case IdentityMismatch::kUnknown: return "unknown device";
    case IdentityMismatch::kSerialNumber: return "serial number differs";
    case IdentityMismatch::kMacAddress: return "MAC address differs";
    case IdentityMismatch::kCustomer: return "customer number differs";
    case IdentityMismatch::kConflict: return "identity stands in two rows";
  }
  std::abort();
}

}  // namespace dialtone
