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
    {RegistrarQuirk::kNeverChallenges, "never-challenges", "takes a REGISTER without credentials"},
    {RegistrarQuirk::kAcceptsAnyPassword, "accepts-any-password", "takes credentials with a wrong password"},
    {RegistrarQuirk::kTakesAnothersCredentials, "takes-anothers-credentials",
     "lets whoever has an account register any address of record"},
    {RegistrarQuirk::kAcceptsARepeatedNonceCount, "accepts-a-repeated-nonce-count",
     "takes the same credentials again, so that a REGISTER of long ago can be replayed"},
    {RegistrarQuirk::kTakesStaleNonces, "takes-stale-nonces", "takes a nonce for ever, whatever `nonce_lifetime` says"},
    {RegistrarQuirk::kIgnoresCSeq, "ignores-cseq", "takes a CSeq that is not higher than its Call-ID's last"},
    {RegistrarQuirk::kIgnoresExpires, "ignores-expires", "grants an hour, whatever was asked for"},
    {RegistrarQuirk::kIgnoresMinExpires, "ignores-min-expires", "never answers 423"},
    {RegistrarQuirk::kIgnoresMaxContacts, "ignores-max-contacts", "binds as many contacts as come"},
    {RegistrarQuirk::kStoresNothing, "stores-nothing", "answers 200 and changes no binding"},
    {RegistrarQuirk::kForgetsABindingAtARefresh, "forgets-a-binding-at-a-refresh",
     "answers 200 to a refresh and removes what it refreshes"},
    {RegistrarQuirk::kKeepsRemovedBindings, "keeps-removed-bindings",
     "answers 200 to a removal and goes on with the binding"},
    {RegistrarQuirk::kNeverExpiresBindings, "never-expires-bindings", "keeps a binding whose time is over"},
    {RegistrarQuirk::kForgetsBindingsAtARestart, "forgets-bindings-at-a-restart",
     "comes back without bindings, also after a restart with `state: kept`"},
    {RegistrarQuirk::kGrantsMoreThanAsked, "grants-more-than-asked", "grants twice the time that was asked for"},
    {RegistrarQuirk::kGrantsNoTime, "grants-no-time", "says expires=0 of each contact that it binds"},
    {RegistrarQuirk::kAnswersWithAnothersContact, "answers-with-anothers-contact",
     "lists the contacts of whoever registered before"},
    {RegistrarQuirk::kWritesCredentialsIntoAnEvent, "writes-credentials-into-an-event",
     "has the credentials that it did not take in the event that says so"},
});
static_assert(is_in_order(kRegistrarQuirks));
static_assert(kRegistrarQuirks.back().quirk == RegistrarQuirk::kWritesCredentialsIntoAnEvent);
inline constexpr auto kRegistrarQuirkNames = names_of(kRegistrarQuirks);

}  // namespace dialtone
