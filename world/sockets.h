// What a party speaks through: datagrams, streams and listeners. A world implements the try_ functions, which never
// wait, and notifies the signals; the waiting is the same code in both worlds.
//
// A socket belongs to whoever opened it. Destroying it closes it politely, unless its host has lost power: then the
// peer hears nothing. One strand at a time waits in one function of one socket.
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

  // The local end; the port is the one that was given where 0 was asked for.
  virtual Endpoint local() const = 0;
  // Hands a datagram of at most 65,507 bytes to the network. That it is lost, or that nobody listens, is not told.
  // The address families of both ends must agree (kUnreachable).
  virtual Result<void, IoError> send(const Endpoint& to, std::string_view bytes) = 0;
  // The next datagram that has come; none: nothing is here now.
  virtual std::optional<Datagram> try_receive() = 0;

  // Waits for the next datagram, in the order of arrival. kDeadline.
  Task<Result<Datagram, IoError>> receive(Moment deadline);
  // The wait alone, for whoever waits long and in great numbers: it costs no frame. Look with try_receive first.
  Wait readable(Moment deadline) { return Wait(readable_, deadline, "a datagram"); }

 protected:
  Signal readable_;
};

// One end of a connection that carries bytes both ways: a world's, over TCP, or one that stands around another stream
// and changes what passes, as TLS does. Whoever holds a Stream cannot tell which.
class Stream {
 public:
  virtual ~Stream() = default;

  virtual Endpoint local() const = 0;
  virtual Endpoint remote() const = 0;

  // Up to into.size() bytes (at least one is asked for). 0: the peer has ended its side, and all it sent was read.
  // Nothing: nothing is here now. kReset, kTimedOut, and kClosed after this side's close.
  virtual std::optional<Result<std::size_t, IoError>> try_read(std::span<char> into) = 0;
  // As many bytes as there is room for now; 0 where there is none. Whoever tries again begins with the first byte that
  // was not taken: a stream around another may have sent a part of what it must not call taken yet. Errors as above.
  virtual Result<std::size_t, IoError> try_write(std::string_view bytes) = 0;
  // The waits alone, after try_read gave nothing or try_write took nothing. They end when another try may do more,
  // which is not to say that it does. A stream around another decides at each call what to wait for: readable() or
  // writable() of the inner stream, whichever its next try needs, or a signal of its own.
  virtual Wait readable(Moment deadline) = 0;
  virtual Wait writable(Moment deadline) = 0;
  // Ends this side: what was written is still delivered, then the peer reads 0. Reading goes on.
  virtual void shutdown_write() = 0;
  // Throws the connection away: the peer gets a reset. Nothing can be read or written afterwards.
  virtual void reset() = 0;

  // Waits for bytes; as try_read, and kDeadline.
  Task<Result<std::size_t, IoError>> read(std::span<char> into, Moment deadline);
  // Waits until all bytes are handed to the transport, which is not yet to the peer. As try_write, and kDeadline, after
  // which an unknown part was written. `bytes` must stay until it returns.
  Task<Result<void, IoError>> write(std::string_view bytes, Moment deadline);
};

class Listener {
 public:
  virtual ~Listener() = default;

  virtual Endpoint local() const = 0;
  // The next connection that is set up. Nothing: none now. kTooManyFiles: it is still waiting.
  virtual std::optional<Result<std::unique_ptr<Stream>, IoError>> try_accept() = 0;

  // Waits for the next connection. kDeadline, kTooManyFiles, and kClosed after close().
  Task<Result<std::unique_ptr<Stream>, IoError>> accept(Moment deadline);
  // Stops listening: whoever waits in accept gets kClosed. Accepted connections stay.
  void close();

 protected:
  virtual void stop_listening() = 0;
  Signal acceptable_;

 private:
  bool closed_ = false;
};

// A connection being set up, as a world implements it for Host::connect.
class Connecting {
 public:
  virtual ~Connecting() = default;
  // The stream or the error when it is decided, once.
  virtual std::optional<Result<std::unique_ptr<Stream>, IoError>> try_finish() = 0;

  Task<Result<std::unique_ptr<Stream>, IoError>> finish(Moment deadline);

 protected:
  Signal decided_;
};

}  // namespace dialtone
