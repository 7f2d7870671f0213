// The statements of the servers' look-ups. Each goes along an index from what is asked for on; where that is not there,
// the next row is read in its place, and after the last one the first. So the same number of rows is read whoever is
// asked for, and the row that is read for nobody is in memory as soon as one that is somebody's would be.
// A look-up steps as often as is said here, and then resets.
#pragma once

#include <string>

namespace dialtone {

// ?1 serial number, ?2 MAC address. One row: row_columns(), of that serial number or the next, enabled or not. Then two
// rows whose first column is the MAC address of an enabled row, that one or the next ones; NULL after the last.
std::string identity_lookup();
// ?1 device name, ?2 domain. One row: domain, device name, digest user, password, expires; of that enabled account or
// the next; and 1, or 0 after the last one, where it is any account.
std::string account_lookup();
// The same for ?1 digest user, ?2 domain.
std::string username_lookup();
// ?1 device name. The same up to kMostSharingAUsername rows, of whatever domain.
std::string device_name_lookup();
// ?1 digest user. The same.
std::string all_of_username_lookup();
// ?1 user name, ?2 scheme. kMostSharingAProvisionUsername rows: user name, scheme, password; of enabled subscribers who
// authenticate to the provisioning server, those or the next ones; and 1, or 0 after the last one.
std::string passwords_lookup();

}  // namespace dialtone
