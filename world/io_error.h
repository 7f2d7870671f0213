// Why a network operation failed. Each kind exists because some caller treats it differently.
#pragma once

#include <string_view>

namespace dialtone {

enum class IoError {
  kDeadline,      // it took longer than its caller allowed
  kRefused,       // nobody listens at that endpoint (TCP)
  kReset,         // the peer reset the connection
  kTimedOut,      // the transport gave up: the peer does not answer
  kUnreachable,   // no route, or no address of the requested family
  kAddressInUse,  // another socket of the host uses that address and port
  kNotAvailable,  // the host does not have the address, or the port is not permitted
  kTooLong,       // a datagram larger than UDP permits
  kTooManyFiles,  // no file descriptor is left
  kClosed,        // this side has closed the connection
  kNoSuchName,    // the name does not exist, or has no address
  kNameServer,    // the name server did not answer, or failed
};

// The customary words, for events and messages: "connection refused".
std::string_view to_text(IoError error);

}  // namespace dialtone
