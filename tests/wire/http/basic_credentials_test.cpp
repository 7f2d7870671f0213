#include "wire/http/basic_credentials.h"

#include <gtest/gtest.h>

namespace dialtone::http {
namespace {

// RFC 7617 2 and 2.1.
TEST(BasicCredentials, OfTheRfcAreRead) {
  EXPECT_EQ(*parse_basic_credentials("Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="),
            (BasicCredentials{"Aladdin", "open sesame"}));
  EXPECT_EQ(*parse_basic_credentials("basic  dGVzdDoxMjPCow=="), (BasicCredentials{"test", "123\xC2\xA3"}));
}

TEST(BasicCredentials, AreReadAsTheyWereWritten) {
  for (std::string_view password : {"", "a", "ab", "abc", "with:colon", "\xC3\xA4"}) {
    const BasicCredentials credentials{"DT0000000042", std::string(password)};
    EXPECT_EQ(*parse_basic_credentials(to_text(credentials)), credentials);
  }
  EXPECT_EQ(to_text({"Aladdin", "open sesame"}), "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
}

TEST(BasicCredentials, AreRefusedWhereTheyAreMalformed) {
  for (std::string_view bad :
       {"", "Basic", "Basic ", "Basic =", "Basic ====", "Basic YQ==", "Basic YTpi=", "Basic YT=pi", "Basic YTp",
        "Basic YTpi YTpi", "Basic YTpi\n", "Digest YTpi", "Basicx YTpi", "Basic YTpi!A==", "Basic AToB"}) {
    EXPECT_FALSE(parse_basic_credentials(bad)) << bad;
  }
  EXPECT_FALSE(parse_basic_credentials("Basic " + std::string(8192, 'A')));
}

}  // namespace
}  // namespace dialtone::http
