// Plans the changes of a REGISTER, and decides whether they are permitted (RFC 3261 10.3, steps 6 and 7).
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include "call_agent_sim/registrar/bindings.h"
#include "call_agent_sim/registrar/refusal.h"
#include "call_agent_sim/registrar/registrar_options.h"
#include "values/result.h"
#include "wire/sip/message.h"

namespace dialtone {

// One change to the bindings of an address of record.
struct BindingChange {
  // The index of the binding to replace or remove; nullopt: add a binding.
  std::optional<std::size_t> index;
  // nullopt: remove the binding.
  std::optional<Binding> binding;
};

// Returns all changes, or fails: 400 for malformed contacts, or a star without Expires 0; 423 for a too brief interval;
// 500 for a CSeq that is not higher than the last of the same Call-ID; 403 for too many contacts. Removals come last,
// with the highest index first, so that applying the changes in order keeps the indexes valid.
Result<std::vector<BindingChange>, Refusal> plan_changes(const sip::Message& request,
                                                         const std::vector<Binding>& bindings,
                                                         const RegistrarOptions& options, Moment now,
                                                         const sip::Flow& flow);

}  // namespace dialtone
