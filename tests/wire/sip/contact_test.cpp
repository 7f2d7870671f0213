#include "wire/sip/contact.h"

#include <gtest/gtest.h>

#include <initializer_list>

namespace dialtone::sip {
namespace {

Message message_with(std::initializer_list<std::string_view> contacts) {
  Message message = Message::request(Method::kRegister, "sip:example.net");
  for (std::string_view contact : contacts) message.add(HeaderName::kContact, contact);
  return message;
}

TEST(Contact, ListsThoseOfAllHeaders) {
  const Message message =
      message_with({"\"Mr. Watson, here\" <sip:watson@a:5070>;q=0.7;expires=3600, <sip:b@c>", "sip:d@e;q=1.000"});
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

TEST(Contact, KnowsTheStarAlone) {
  EXPECT_TRUE(contacts_of(message_with({"*"}))->is_star);
  EXPECT_FALSE(contacts_of(message_with({"*, <sip:a@b>"})));
  EXPECT_FALSE(contacts_of(message_with({"<sip:a@b>", "*"})));
  EXPECT_FALSE(contacts_of(message_with({"*", "*"})));
}

TEST(Contact, TakesAMalformedExpiresForAnAbsentOne) {
  for (std::string_view text : {"<sip:a@b>;expires=soon", "<sip:a@b>;expires=99999999999", "<sip:a@b>;expires=\"1\""}) {
    const Message message = message_with({text});
    const Result<ContactList> list = contacts_of(message);
    ASSERT_TRUE(list) << text;
    EXPECT_FALSE(list->contacts[0].expires) << text;
  }
}

TEST(Contact, RefusesWhatIsMalformed) {
  for (std::string_view bad :
       {"", "<sip:a@b>,", "<sip:a@b>;q=2", "<sip:a@b>;q=0.1234", "<sip:a@b>;q=1.1", "<sip:a@b>;q=x", "* x"}) {
    EXPECT_FALSE(contacts_of(message_with({bad}))) << bad;
  }
}

}  // namespace
}  // namespace dialtone::sip
