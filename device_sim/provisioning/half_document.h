// How a careless device reads a provision-response that breaks off (Quirk::kAppliesHalfADocument).
#pragma once

#include <optional>
#include <string_view>

#include "wire/provisioning/provision_response.h"

namespace dialtone {

// Reads as much of the document as possible: up to the end of some element, with the open elements closed. nullopt if
// no part of it is a whole answer.
std::optional<provisioning::ProvisionAnswer> read_half_document(std::string_view document);

}  // namespace dialtone
