// How a device with a quirk reads a truncated provision-response (Quirk::kAppliesHalfADocument).
#pragma once

#include <optional>
#include <string_view>

#include "wire/provisioning/provision_response.h"

namespace dialtone {

// Reads the longest part of the document that ends after some element's end, with the open elements closed. nullopt if
// no such part is a whole answer.
std::optional<provisioning::ProvisionAnswer> read_half_document(std::string_view document);

}  // namespace dialtone
