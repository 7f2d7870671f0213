#include "wire/sip/contact.h"

#include <gtest/gtest.h>

#include <initializer_list>
#include <string>
#include <utility>
#include <vector>

namespace dialtone::sip {
namespace {

Message register_with(std::initializer_list<std::string_view> contacts) {
  Message message = Message::request(Method::kRegister, "sip:example.net");
  for (std::string_view contact : contacts) message.add(HeaderName::kContact, contact);
  return message;
}

TEST(Contact, ListsThoseOfAllHeaders) {
  const Message message =
      register_with({"\"Mr. Watson, here\" <sip:watson@a:5070>;q=0.7;expires=3600, <sip:b@c>", "sip:d@e;q=1.000"});
  const Result<ContactList> list = contacts_of(message);
  ASSERT_TRUE(list) << list.error().reason;
  EXPECT_FALSE(list->is_star);
  ASSERT_EQ(list->contacts.size(), 3U);
  EXPECT_EQ(list->contacts[0].q, 700);
  EXPECT_EQ(list->contacts[0].expires, 3600U);
  EXPECT_FALSE(list->contacts[1].expires);
  EXPECT_EQ(list->contacts[1].q, 1000);
  EXPECT_EQ(list->contacts[2].address.uri.text, "sip:d@e");
}

// 10 B9
TEST(LenientContacts, AreReadEachByItself) {
  const Message message = register_with(
      {"<sip:a@b>;expires=60, <sip:a@[fe80::1%wlan0]>;expires=70;q=0.2, , \"Alice <sip:c@d>;q=0.5000", "", "<sip:e@f"});
  const std::vector<LenientContact> listed = lenient_contacts_of(message);
  ASSERT_EQ(listed.size(), 4U);
  EXPECT_EQ(listed[0].uri->text, "sip:a@b");
  EXPECT_EQ(listed[0].expires, 60U);
  EXPECT_EQ(listed[0].q, 1000);
  EXPECT_FALSE(listed[1].uri);
  EXPECT_EQ(listed[1].expires, 70U);
  EXPECT_EQ(listed[1].q, 200);
  EXPECT_EQ(listed[2].uri->text, "sip:c@d");
  EXPECT_EQ(listed[2].q, 500);
  EXPECT_FALSE(listed[2].expires);
  EXPECT_EQ(listed[3].uri->text, "sip:e@f");
}

// 10 B9
TEST(LenientContacts, AreThoseThatARequestsWouldBeWhereAllIsWellFormed) {
  const Message message = register_with({"\"Mr. Watson, <here>\" <sip:watson,w@a:5070;lr>;q=0.7;expires=3600;x=\"a,b\"",
                                         "sip:d@e;q=1.000, tel:+1", "<sip:f@g>;expires=soon"});
  const Result<ContactList> list = contacts_of(message);
  ASSERT_TRUE(list) << list.error().reason;
  const std::vector<LenientContact> listed = lenient_contacts_of(message);
  ASSERT_EQ(listed.size(), list->contacts.size());
  for (std::size_t i = 0; i < listed.size(); ++i) {
    EXPECT_EQ(listed[i].uri->text, list->contacts[i].address.uri.text);
    EXPECT_EQ(listed[i].expires, list->contacts[i].expires);
    EXPECT_EQ(listed[i].q, list->contacts[i].q);
  }
}

// 10 B9
TEST(LenientContacts, AreNotReadWithoutAnEnd) {
  std::string all;
  for (int i = 0; i < 1000; ++i) all += "<sip:a@b>,";
  EXPECT_EQ(lenient_contacts_of(register_with({all})).size(), 256U);
}

TEST(Contact, KnowsTheStarAlone) {
  EXPECT_TRUE(contacts_of(register_with({"*"}))->is_star);
  EXPECT_FALSE(contacts_of(register_with({"*, <sip:a@b>"})));
  EXPECT_FALSE(contacts_of(register_with({"<sip:a@b>", "*"})));
  EXPECT_FALSE(contacts_of(register_with({"*", "*"})));
}

TEST(Contact, TakesAnHourForAMalformedExpiresAndTheMostForOneTooLarge) {
  const std::pair<std::string_view, std::uint32_t> cases[] = {
      {"<sip:a@b>;expires=soon", 3600},
      {"<sip:a@b>;expires=\"1\"", 3600},
      {"<sip:a@b>;expires", 3600},
      {"<sip:a@b>;expires=-1", 3600},
      {"<sip:a@b>;expires=0", 0},
      {"<sip:a@b>;expires=4294967295", 4294967295},
      {"<sip:a@b>;expires=4294967296", 4294967295},
      {"<sip:a@b>;expires=99999999999999999999999999", 4294967295},
  };
  for (const auto& [text, expires] : cases) {
    const Message message = register_with({text});
    const Result<ContactList> list = contacts_of(message);
    ASSERT_TRUE(list) << text;
    EXPECT_EQ(list->contacts[0].expires, expires) << text;
  }
}

TEST(Contact, NamesTheInstanceOfTheDevice) {
  const Message message =
      register_with({"<sip:a@b>;reg-id=2;+sip.instance=\"<urn:uuid:00000000-0000-1000-8000-000A95A0E128>\", <sip:c@d>, "
                     "<sip:e@f>;+sip.instance=\"urn:x\";reg-id=x"});
  const Result<ContactList> list = contacts_of(message);
  ASSERT_TRUE(list) << list.error().reason;
  EXPECT_EQ(list->contacts[0].instance, "urn:uuid:00000000-0000-1000-8000-000A95A0E128");
  EXPECT_EQ(list->contacts[0].reg_id, 2U);
  EXPECT_EQ(list->contacts[1].instance, "");
  EXPECT_EQ(list->contacts[1].reg_id, std::nullopt);
  EXPECT_EQ(list->contacts[2].instance, "");
  EXPECT_EQ(list->contacts[2].reg_id, std::nullopt);
}

TEST(Contact, RefusesWhatIsMalformed) {
  for (std::string_view bad : {"", "<sip:a@b>,", "<sip:a@b>;q=2", "<sip:a@b>;q=0.1234", "<sip:a@b>;q=1.1",
                               "<sip:a@b>;q=x", "<sip:a@b>;q", "<sip:a@b>;q=1;q=1", "* x", "*;expires=0"}) {
    EXPECT_FALSE(contacts_of(register_with({bad}))) << bad;
  }
}

}  // namespace
}  // namespace dialtone::sip
