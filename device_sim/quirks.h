// The faults that a model of device may have: what the field's devices do wrong, each under the name that a scenario
// has for it. A quirk that is not set costs one test of a bit.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>
#include <string_view>

namespace dialtone {

// The letters and numbers are those of field-failures.md. A device that has given up on its registration begins anew
// with its next boot, and with settings that differ.
enum class Quirk : std::uint8_t {
  // --- names ---
  // A server's name that could not be resolved is not asked for again in the same boot (B3): it gives up on
  // provisioning, or has a call agent that it cannot reach.
  kAsksNamesOnce,

  // --- provisioning ---
  // A provisioning URL without a scheme is asked by TFTP (B5).
  kTakesABareHostForTftp,
  // There is no deadline for the HTTP answer (H6).
  kHangsWithoutADeadline,
  // A kept connection that ends before the answer is not replaced (H7); matters where connections are kept.
  kNoRetryOnAClosedConnection,
  // An answer whose connection ends too early is applied as far as it can be read (H3).
  kAppliesHalfADocument,
  // A 200 without a response document, or a redirect that cannot be followed, is taken for the settings and destroys
  // those that there were (H2).
  kStoresAnyBody,
  // A document with a byte order mark is not read (X1).
  kRefusesAByteOrderMark,
  // The settings of an answer for another serial number, MAC address or customer are applied (X3).
  kTrustsAnyMac,
  // An answer with an older settings-revision is applied (S3).
  kTakesOlderSettings,
  // Settings are written over the old ones, so that a power cut leaves neither (S1).
  kWritesFlashInPlace,

  // --- waiting, of provisioning and of registration ---
  // Each wait is the rule's base, or what Retry-After asks: it neither grows nor is drawn (H5, V4).
  kRetriesWithoutBackOff,
  // Retry-After is not believed (H5, R4).
  kIgnoresRetryAfter,
  // After a 503 with Retry-After it gives up (R4).
  kGivesUpAfterRetryAfter,

  // --- registration ---
  // It gives up after a 401 to its credentials that does not say stale=true (R1).
  kGivesUpOnAFreshNonce,
  // After a 423 it sends the same Expires again (R3).
  kRepeatsExpires,
  // It refreshes by the Expires that it asked for, and not by what was granted.
  kIgnoresGrantedExpires,
  // A 200 that lists several contacts and not its own makes it register again, as soon as it refreshes at all.
  kRegistersAgainWhenUnmatched,
  // Each boot has the same Call-ID, and the CSeq begins with 1 again (R5).
  kReusesCallId,
  // Each boot has another port in its Contact, and no contact is ever taken away (R6).
  kNewPortAtEachBoot,
  // Only the first call agent is ever asked (R8).
  kNeverFailsOver,
  // No pong is awaited, and a connection that was lost is written to again and never replaced (R9).
  kNeverNoticesADeadConnection,
  // A NOTIFY is answered, and nothing follows.
  kIgnoresNotify,
};

// A set of them.
class Quirks {
 public:
  constexpr Quirks() = default;
  constexpr Quirks(std::initializer_list<Quirk> quirks) {
    for (const Quirk each : quirks) add(each);
  }

  constexpr bool has(Quirk quirk) const { return (bits_ & bit(quirk)) != 0; }
  constexpr void add(Quirk quirk) { bits_ |= bit(quirk); }
  // All of `others` too.
  constexpr void add(Quirks others) { bits_ |= others.bits_; }
  constexpr bool empty() const { return bits_ == 0; }

  friend constexpr bool operator==(Quirks, Quirks) = default;

 private:
  static constexpr std::uint32_t bit(Quirk quirk) { return std::uint32_t{1} << static_cast<unsigned>(quirk); }

  std::uint32_t bits_ = 0;
};

// `repeats-expires`.
std::string_view to_text(Quirk quirk);
std::optional<Quirk> quirk_named(std::string_view name);
// All names, in the order of the enumeration.
std::span<const std::string_view> quirk_names();

}  // namespace dialtone
