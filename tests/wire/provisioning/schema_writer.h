// Makes the documents' XML Schemas from the tables of their fields.
#pragma once

#include <string>

namespace dialtone::provisioning {

std::string request_schema();
std::string response_schema();

}  // namespace dialtone::provisioning
