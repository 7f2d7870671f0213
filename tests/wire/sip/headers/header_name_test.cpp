#include "wire/sip/headers/header_name.h"

#include <gtest/gtest.h>

#include "wire/sip/headers/method.h"

namespace dialtone::sip {
namespace {

TEST(HeaderName, IsFoundByEachOfItsNamesInAnyCase) {
  for (int i = 1; i <= static_cast<int>(HeaderName::kWwwAuthenticate); ++i) {
    const auto name = static_cast<HeaderName>(i);
    EXPECT_EQ(header_named(name_of(name)), name) << name_of(name);
    std::string upper;
    for (char c : name_of(name)) upper += static_cast<char>(std::toupper(c));
    EXPECT_EQ(header_named(upper), name) << upper;
  }
}

TEST(HeaderName, HasCompactForms) {
  const std::pair<std::string_view, HeaderName> forms[] = {
      {"v", HeaderName::kVia},         {"f", HeaderName::kFrom},
      {"t", HeaderName::kTo},          {"i", HeaderName::kCallId},
      {"m", HeaderName::kContact},     {"l", HeaderName::kContentLength},
      {"c", HeaderName::kContentType}, {"e", HeaderName::kContentEncoding},
      {"k", HeaderName::kSupported},   {"s", HeaderName::kSubject},
      {"o", HeaderName::kEvent},       {"V", HeaderName::kVia},
  };
  for (const auto& [compact, name] : forms) EXPECT_EQ(header_named(compact), name) << compact;
}

TEST(HeaderName, IsUnknownForAnyOtherText) {
  for (std::string_view other : {"", "z", "Vi", "Viaa", "Contact-", "NewFangledHeader", "CSeqs"}) {
    EXPECT_EQ(header_named(other), HeaderName::kUnknown) << other;
  }
}

TEST(HeaderName, IsTheSameInItsOtherFormsAndOtherwiseByItsLetters) {
  EXPECT_TRUE(is_same_header("m", "CONTACT"));
  EXPECT_TRUE(is_same_header("Contact", "M"));
  EXPECT_TRUE(is_same_header("X-Odd", "x-odd"));
  EXPECT_FALSE(is_same_header("X-Odd", "X-Even"));
  EXPECT_FALSE(is_same_header("Contact", "X-Odd"));
  EXPECT_FALSE(is_same_header("X-Odd", "Contact"));
}

TEST(Method, IsComparedWithCase) {
  EXPECT_EQ(method_named("REGISTER"), Method::kRegister);
  EXPECT_EQ(method_named("register"), Method::kUnknown);
  EXPECT_EQ(method_named(""), Method::kUnknown);
  for (int i = 1; i <= static_cast<int>(Method::kUpdate); ++i) {
    const auto method = static_cast<Method>(i);
    EXPECT_EQ(method_named(name_of(method)), method);
  }
}

}  // namespace
}  // namespace dialtone::sip
