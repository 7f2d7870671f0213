// Converts endpoints to Poco::Net, and Poco's exceptions to IoErrors.
#pragma once

#include <Poco/Exception.h>
#include <Poco/Net/SocketAddress.h>

#include <utility>

#include "values/endpoint.h"
#include "values/result.h"
#include "world/io_error.h"

namespace dialtone {

Poco::Net::SocketAddress to_poco(const Endpoint& endpoint);

// Converts by the errno in Poco's exception; an errno without an IoError of its own becomes `otherwise`.
IoError io_error(const Poco::Exception& exception, IoError otherwise);
IoError io_error(int error_number, IoError otherwise);

}  // namespace dialtone
