// The quirks of a registrar: errors of call agents in the field, by the names that scenarios use.
#pragma once

#include <array>
#include <cstdint>

#include "values/quirk_set.h"

namespace dialtone {

// The table below describes each.
enum class RegistrarQuirk : std::uint8_t {
  // --- who may register ---
  kNeverChallenges,
  kAcceptsAnyPassword,
  kTakesAnothersCredentials,
  kAcceptsARepeatedNonceCount,
  kTakesStaleNonces,
  // --- requested changes ---
  kIgnoresCSeq,
  kIgnoresExpires,
  kIgnoresMinExpires,
  kIgnoresMaxContacts,
  // --- stored bindings ---
  kStoresNothing,
  kForgetsABindingAtARefresh,
  kKeepsRemovedBindings,
  kNeverExpiresBindings,
  kForgetsBindingsAtARestart,
  // --- answers ---
  kGrantsMoreThanAsked,
  kGrantsNoTime,
  kAnswersWithAnothersContact,
  // --- what the registrar reveals ---
  kWritesCredentialsIntoAnEvent,
};

using RegistrarQuirks = QuirkSet<RegistrarQuirk>;

inline constexpr auto kRegistrarQuirks = std::to_array<QuirkWord<RegistrarQuirk>>({
    {RegistrarQuirk::kNeverChallenges, "never-challenges", "accepts a REGISTER without credentials"},
    {RegistrarQuirk::kAcceptsAnyPassword, "accepts-any-password", "takes credentials with a wrong password"},
    {RegistrarQuirk::kTakesAnothersCredentials, "takes-anothers-credentials",
     "lets any account register any address of record"},
    {RegistrarQuirk::kAcceptsARepeatedNonceCount, "accepts-a-repeated-nonce-count",
     "accepts the same credentials again, so that an old REGISTER can be replayed"},
    {RegistrarQuirk::kTakesStaleNonces, "takes-stale-nonces",
     "accepts a nonce for ever, whatever `nonce_lifetime` says"},
    {RegistrarQuirk::kIgnoresCSeq, "ignores-cseq",
     "accepts a CSeq that is not higher than the last one of its Call-ID"},
    {RegistrarQuirk::kIgnoresExpires, "ignores-expires", "grants an hour, whatever was asked for"},
    {RegistrarQuirk::kIgnoresMinExpires, "ignores-min-expires", "never answers 423"},
    {RegistrarQuirk::kIgnoresMaxContacts, "ignores-max-contacts", "binds any number of contacts"},
    {RegistrarQuirk::kStoresNothing, "stores-nothing", "answers 200 and changes no binding"},
    {RegistrarQuirk::kForgetsABindingAtARefresh, "forgets-a-binding-at-a-refresh",
     "answers 200 to a refresh and removes what it refreshes"},
    {RegistrarQuirk::kKeepsRemovedBindings, "keeps-removed-bindings", "answers 200 to a removal and keeps the binding"},
    {RegistrarQuirk::kNeverExpiresBindings, "never-expires-bindings", "keeps expired bindings"},
    {RegistrarQuirk::kForgetsBindingsAtARestart, "forgets-bindings-at-a-restart",
     "has no bindings after a restart, also with `state: kept`"},
    {RegistrarQuirk::kGrantsMoreThanAsked, "grants-more-than-asked", "grants twice the time that was asked for"},
    {RegistrarQuirk::kGrantsNoTime, "grants-no-time", "answers with expires=0 for each contact that it binds"},
    {RegistrarQuirk::kAnswersWithAnothersContact, "answers-with-anothers-contact",
     "lists the contacts of the device that registered before"},
    {RegistrarQuirk::kWritesCredentialsIntoAnEvent, "writes-credentials-into-an-event",
     "writes rejected credentials into the event about them"},
});
static_assert(is_in_order(kRegistrarQuirks));
static_assert(kRegistrarQuirks.back().quirk == RegistrarQuirk::kWritesCredentialsIntoAnEvent);
inline constexpr auto kRegistrarQuirkNames = names_of(kRegistrarQuirks);

}  // namespace dialtone
