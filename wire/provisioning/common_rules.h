// What both documents share: the header, the device's identity, and how rules are put together.
#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <utility>

#include "values/ip_address.h"
#include "values/mac_address.h"
#include "values/result.h"
#include "wire/provisioning/document_grammar.h"
#include "wire/provisioning/field_types.h"
#include "wire/provisioning/xml_writer.h"

namespace dialtone::provisioning {

inline constexpr std::uint64_t kHighestRevision = std::numeric_limits<std::int64_t>::max();

// Moves a good value to its place in the document; a failure is passed on.
template <typename T, typename Place>
Result<void> keep(Result<T> parsed, Place& place) {
  if (!parsed) return parsed.error();
  place = *std::move(parsed);
  return {};
}

// An element that consists of others. `children` has static storage.
template <typename Document, std::size_t kCount>
constexpr ElementRule<Document> parent_rule(std::string_view name, Occurs occurs,
                                            const std::array<ElementRule<Document>, kCount>& children,
                                            void (*open)(Document&) = nullptr) {
  return {.name = name, .occurs = occurs, .open = open, .children = children.data(), .child_count = kCount};
}

template <typename Document>
constexpr ElementRule<Document> serial_number_rule() {
  return {.name = "serial-number", .store = [](Document& document, std::string_view text) {
            return keep(parse_text(text), document.serial_number);
          }};
}

template <typename Document>
constexpr ElementRule<Document> mac_address_rule() {
  return {.name = "mac-address", .store = [](Document& document, std::string_view text) -> Result<void> {
            Result<MacAddress> address = parse_mac_address(text);
            if (!address) return Failure{"is not a MAC address"};
            document.mac_address = *address;
            return {};
          }};
}

template <typename Document>
constexpr ElementRule<Document> ip_address_rule() {
  return {.name = "ip-address", .store = [](Document& document, std::string_view text) -> Result<void> {
            Result<IpAddress> address = parse_ip_address(text);
            if (!address) return Failure{"is not an IP address"};
            document.ip_address = *address;
            return {};
          }};
}

template <typename Document>
constexpr std::array<ElementRule<Document>, 3> header_rules() {
  return {{{.name = "xml-version",
            .store = [](Document&, std::string_view text) -> Result<void> {
              if (text != "1.0") return Failure{"is not 1.0"};
              return {};
            }},
           {.name = "product-description",
            .store = [](Document& document,
                        std::string_view text) { return keep(parse_text(text), document.product_description); }},
           {.name = "customer-number", .store = [](Document& document, std::string_view text) {
              return keep(parse_text(text), document.customer_number);
            }}}};
}

template <typename Document>
void append_header(std::string& xml, const Document& document) {
  append_tag(xml, 2, "<header>");
  append_element(xml, 4, "xml-version", "1.0");
  append_element(xml, 4, "product-description", document.product_description);
  append_element(xml, 4, "customer-number", document.customer_number);
  append_tag(xml, 2, "</header>");
}

// The elements of <device> that say who it is.
template <typename Document>
void append_identity(std::string& xml, const Document& document) {
  append_element(xml, 6, "serial-number", document.serial_number);
  append_element(xml, 6, "mac-address", to_text(document.mac_address));
  append_element(xml, 6, "ip-address", to_text(document.ip_address));
}

}  // namespace dialtone::provisioning
