// Tables of the words in profiles, groups and networks.
#pragma once

#include "scenarios/language/document/word_table.h"
#include "scenarios/language/parties/scenario.h"

namespace dialtone {

inline constexpr WordTable<IdentityFault, 4> kIdentityWords{{{"unknown", IdentityFault::kUnknown},
                                                             {"wrong-mac", IdentityFault::kWrongMac},
                                                             {"wrong-customer", IdentityFault::kWrongCustomer},
                                                             {"disabled", IdentityFault::kDisabled}}};

inline constexpr WordTable<ProvisioningScheme, 2> kSchemeWords{
    {{"http", ProvisioningScheme::kHttp}, {"none", ProvisioningScheme::kNone}}};
inline constexpr WordTable<DocumentCarrier, 3> kDocumentWords{
    {{"body", DocumentCarrier::kBody}, {"query", DocumentCarrier::kQuery}, {"post", DocumentCarrier::kPost}}};

inline constexpr WordTable<Transport, 2> kTransportWords{{{"udp", Transport::kUdp}, {"tcp", Transport::kTcp}}};

inline constexpr WordTable<ProvisionAuthentication, 3> kAuthenticationWords{
    {{"none", ProvisionAuthentication::kNone},
     {"basic", ProvisionAuthentication::kBasic},
     {"digest", ProvisionAuthentication::kDigest}}};

inline constexpr WordTable<DatagramKeepAlive, 4> kKeepAliveWords{{{"none", DatagramKeepAlive::kNone},
                                                                  {"line-ends", DatagramKeepAlive::kLineEnds},
                                                                  {"zero-bytes", DatagramKeepAlive::kZeroBytes},
                                                                  {"stun", DatagramKeepAlive::kStun}}};

inline constexpr WordTable<NatOptions::Filtering, 3> kFilteringWords{
    {{"endpoint-independent", NatOptions::Filtering::kEndpointIndependent},
     {"address", NatOptions::Filtering::kAddressDependent},
     {"address-and-port", NatOptions::Filtering::kAddressAndPortDependent}}};
inline constexpr WordTable<NatOptions::Mapping, 2> kMappingWords{
    {{"endpoint-independent", NatOptions::Mapping::kEndpointIndependent},
     {"address-and-port", NatOptions::Mapping::kAddressAndPortDependent}}};

}  // namespace dialtone
