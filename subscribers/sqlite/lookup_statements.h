// The SQL of the servers' look-ups. A look-up reads an index from the wanted key on. If the key is absent, the next row
// is read instead, and after the last row the first one. The number of rows read is therefore the same for known and
// unknown keys, and the row read for an unknown key is in memory as soon as a subscriber's row would be. A look-up
// makes exactly the number of steps given here, and then resets the statement.
#pragma once

#include <string>

namespace dialtone {

// ?1 serial number, ?2 MAC address. First row: row_columns() of the row with that serial number or the next one,
// enabled or not. Two further rows: in the first column the MAC address of an enabled row, the wanted one or the next
// ones; NULL after the last.
std::string identity_lookup();
// ?1 device name, ?2 domain. One row: domain, device name, digest user, password and expires of that enabled account or
// of the next one; then 1, or 0 after the last account, where the row is any account.
std::string account_lookup();
// As account_lookup, with ?1 digest user, ?2 domain.
std::string username_lookup();
// ?1 device name. Rows as of account_lookup, kMostSharingAUsername of them, in any domain.
std::string device_name_lookup();
// As device_name_lookup, with ?1 digest user.
std::string all_of_username_lookup();
// ?1 user name, ?2 scheme. kMostSharingAProvisionUsername rows: user name, scheme and password of enabled subscribers
// who authenticate to the provisioning server, the wanted ones or the next ones; then 1, or 0 after the last.
std::string passwords_lookup();

}  // namespace dialtone
