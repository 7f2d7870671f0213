// Converts from the seam to Poco::Net: endpoints; and back: exceptions to IoErrors.
#pragma once

#include <Poco/Exception.h>
#include <Poco/Net/SocketAddress.h>

#include <utility>

#include "values/endpoint.h"
#include "values/result.h"
#include "world/io_error.h"

namespace dialtone {

Poco::Net::SocketAddress to_poco(const Endpoint& endpoint);

// By the errno in Poco's exception; an errno that no caller distinguishes becomes `otherwise`.
IoError io_error(const Poco::Exception& exception, IoError otherwise);
IoError io_error(int error_number, IoError otherwise);

}  // namespace dialtone
