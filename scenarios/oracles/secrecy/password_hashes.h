// The hashes of digest authentication that are worth as much as a password: H(user:realm:password), A1 of RFC 7616
// section 3.4.2, of every device and with every algorithm. A `-sess` algorithm has the same hash until nonces are mixed
// in.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "scenarios/language/plan/plan.h"

namespace dialtone {

class PasswordHashes {
 public:
  // `plan` must outlive this object. The hashes are computed at the first text that could contain one.
  explicit PasswordHashes(const Plan& plan) : plan_(plan) {}

  // Returns true if a hash is anywhere in these bytes.
  bool is_in(std::string_view bytes) const;

 private:
  struct Account;
  struct Columns;
  void compute() const;
  // Adds the hashes of all combinations of the values that the row has at any time, since faults change columns one by
  // one.
  void add(const Columns& columns, const Subscriber& row) const;
  void add(const Account& account) const;
  bool is_one(std::uint64_t beginning) const;

  const Plan& plan_;
  // The first eight bytes of each hash, sorted; empty before they are computed.
  mutable std::vector<std::uint64_t> beginnings_;
};

}  // namespace dialtone
