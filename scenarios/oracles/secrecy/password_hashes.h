// The hashes of digest authentication that are as good as a password: H(user:realm:password), called A1 in RFC 7616
// section 3.4.2. They are computed for every device and every algorithm. A `-sess` algorithm has the same hash until
// nonces are mixed in.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "scenarios/language/plan/plan.h"

namespace dialtone {

class PasswordHashes {
 public:
  // `plan` must outlive this object. The hashes are computed when is_in() first gets a text that could contain one.
  explicit PasswordHashes(const Plan& plan) : plan_(plan) {}

  // Returns true if a hash is anywhere in these bytes.
  bool is_in(std::string_view bytes) const;

 private:
  struct Account;
  struct Columns;
  void compute() const;
  // Adds the hashes of all combinations of the values that the row's columns have at any time, since faults change
  // columns one by one.
  void add(const Columns& columns, const Subscriber& row) const;
  void add(const Account& account) const;
  bool is_one(std::uint64_t beginning) const;

  const Plan& plan_;
  // The first eight bytes of each hash, sorted; empty before they are computed.
  mutable std::vector<std::uint64_t> beginnings_;
};

}  // namespace dialtone
