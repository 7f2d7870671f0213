// A party's sockets: datagrams, streams and listeners. Each world implements the try_ functions, which never wait, and
// notifies the signals; the waiting functions are shared by both worlds.
//
// A socket belongs to the party that opened it. Destroying a socket closes it in order, unless its host has lost power:
// then the peer is told nothing. Only one strand at a time may wait in one function of one socket.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "values/endpoint.h"
#include "values/result.h"
#include "values/time.h"
#include "world/io_error.h"
#include "world/task.h"
#include "world/wait.h"

namespace dialtone {

struct Datagram {
  Endpoint from;
  std::string bytes;
};

class UdpSocket {
 public:
  virtual ~UdpSocket() = default;

  // The local endpoint, with the assigned port if port 0 was requested.
  virtual Endpoint local() const = 0;
  // The largest payload of UDP over IPv4.
  static constexpr std::size_t kLargestPayload = 65'507;
  // Sends a datagram of at most kLargestPayload bytes. Losses and missing receivers are not reported. Both ends must
  // have the same address family (kUnreachable).
  virtual Result<void, IoError> send(const Endpoint& to, std::string_view bytes) = 0;
  // Returns the next datagram that has arrived; nullopt if there is none now.
  virtual std::optional<Datagram> try_receive() = 0;

  // Waits for the next datagram, in the order of arrival. Error: kDeadline.
  Task<Result<Datagram, IoError>> receive(Moment deadline);
  // Only the wait of receive(), without its coroutine frame: saves memory for parties that wait long and are many. Call
  // try_receive first.
  Wait readable(Moment deadline) { return Wait(readable_, deadline, "a datagram"); }

 protected:
  Signal readable_;
};

// One end of a connection that carries bytes in both directions: a world's TCP stream, or a stream that wraps another
// and changes the bytes, as TLS does. Users of a Stream cannot tell which.
class Stream {
 public:
  virtual ~Stream() = default;

  virtual Endpoint local() const = 0;
  virtual Endpoint remote() const = 0;

  // Reads up to into.size() bytes, which must be at least one. 0: the peer has ended its side, and everything was read.
  // nullopt: no bytes have arrived now. Errors: kReset, kTimedOut, and kClosed after this side was closed.
  virtual std::optional<Result<std::size_t, IoError>> try_read(std::span<char> into) = 0;
  // Writes as many bytes as there is room for; 0 if there is none, or if the caller wrote so often that others have
  // their turn first. The next call must begin with the first byte that was not written: a wrapping stream may have
  // sent a part of it already. Errors as try_read.
  virtual Result<std::size_t, IoError> try_write(std::string_view bytes) = 0;
  // Only the waits, to be used after try_read returned nothing or try_write wrote nothing. They end when another try
  // may succeed. A wrapping stream decides at each call what to wait for: readable() or writable() of the inner stream,
  // whichever its next try needs, or a signal of its own.
  virtual Wait readable(Moment deadline) = 0;
  virtual Wait writable(Moment deadline) = 0;
  // Ends this side: written bytes are still delivered, then the peer reads 0. Reading continues.
  virtual void shutdown_write() = 0;
  // Aborts the connection: the peer gets a reset. Nothing can be read or written afterwards.
  virtual void reset() = 0;

  // Waits for bytes. Results as try_read; also the error kDeadline.
  Task<Result<std::size_t, IoError>> read(std::span<char> into, Moment deadline);
  // Waits until all bytes are handed to the transport, which does not mean delivered. Errors as try_write, and
  // kDeadline, after which the number of bytes written is unknown. `bytes` must outlive the task.
  Task<Result<void, IoError>> write(std::string_view bytes, Moment deadline);
};

class Listener {
 public:
  virtual ~Listener() = default;

  virtual Endpoint local() const = 0;
  // Returns the next established connection; nullopt: none now. kTooManyFiles: no descriptor is left, and the
  // connection stays in the queue.
  virtual std::optional<Result<std::unique_ptr<Stream>, IoError>> try_accept() = 0;

  // Waits for the next connection. Errors: kDeadline, kTooManyFiles, and kClosed after close().
  Task<Result<std::unique_ptr<Stream>, IoError>> accept(Moment deadline);
  // Stops listening: a waiting accept returns kClosed. Accepted connections stay.
  void close();

 protected:
  virtual void stop_listening() = 0;
  Signal acceptable_;

 private:
  bool closed_ = false;
};

// A connection being set up. Each world implements it for Host::connect.
class Connecting {
 public:
  virtual ~Connecting() = default;
  // Returns the stream or the error once the set-up has ended, nullopt before. Not to be called again after it has
  // returned one.
  virtual std::optional<Result<std::unique_ptr<Stream>, IoError>> try_finish() = 0;

  Task<Result<std::unique_ptr<Stream>, IoError>> finish(Moment deadline);

 protected:
  Signal decided_;
};

}  // namespace dialtone
