#include "tools/signals/signals.h"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>

#include "tests/tools/folder.h"
#include "values/text_file.h"

namespace dialtone {
namespace {

class Signals : public testing::Test {
 protected:
  ~Signals() override {
    watch_signals();
    take_signal();
    for (const int number : {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGPIPE}) ::signal(number, SIG_DFL);
  }
};

TEST_F(Signals, AreTakenOnceAndStopForGood) {
  catch_signals();
  EXPECT_EQ(take_signal(), 0);
  ::raise(SIGINT);
  EXPECT_TRUE(stop_at_signal().stop_requested());
  EXPECT_EQ(noted_signal(), SIGINT);
  EXPECT_EQ(take_signal(), SIGINT);
  EXPECT_EQ(take_signal(), 0);
  ::raise(SIGTERM);
  EXPECT_TRUE(polite_stop_at_signal().stop_requested());
  EXPECT_EQ(take_signal(), SIGTERM);
  EXPECT_TRUE(stop_at_signal().stop_requested());
}

TEST_F(Signals, AQuitIsAWishThatIsToldOnce) {
  catch_signals();
  EXPECT_FALSE(take_quit());
  ::raise(SIGQUIT);
  EXPECT_TRUE(take_quit());
  EXPECT_FALSE(take_quit());
  EXPECT_EQ(noted_signal(), 0);
}

TEST_F(Signals, AHangUpThatWasIgnoredStaysSo) {
  ::signal(SIGHUP, SIG_IGN);
  catch_signals();
  ::raise(SIGHUP);
  EXPECT_EQ(noted_signal(), 0);
}

// The signal comes just before a pipe is opened that has no writer.
TEST_F(Signals, EndWhatWaitsAlsoWhereItBeginsAfterTheSignal) {
  const Folder folder;
  ASSERT_EQ(::mkfifo(folder.file("pipe").c_str(), 0600), 0);
  catch_signals();
  ::raise(SIGTERM);
  const Result<std::string> text = read_text_file(folder.file("pipe"), 1);
  ASSERT_FALSE(text);
  EXPECT_EQ(text.error().reason, "cannot be read: Interrupted system call");
}

TEST_F(Signals, EndWhatWaitsOneCallAfterTheOther) {
  std::array<int, 2> pipe{};
  ASSERT_EQ(::pipe(pipe.data()), 0);
  catch_signals();
  ::raise(SIGTERM);
  for (int call = 0; call < 2; ++call) {
    char byte = 0;
    EXPECT_EQ(::read(pipe[0], &byte, 1), -1);
    EXPECT_EQ(errno, EINTR);
  }
  ::close(pipe[0]);
  ::close(pipe[1]);
}

class SignalsDeathTest : public testing::Test {
 protected:
  static void say() { static_cast<void>(::write(STDERR_FILENO, "last words\n", 11)); }
  static void abort_with_words() {
    at_abort(say);
    std::abort();
  }
};

TEST_F(SignalsDeathTest, AnAbortHasItsLastWords) { EXPECT_DEATH(abort_with_words(), "last words"); }

// A watchdog's `kill -ABRT` must end the process too.
TEST_F(SignalsDeathTest, ASignalFromOutsideHasThemTooAndEndsTheProcess) {
  const auto kill = [] {
    at_abort(say);
    ::kill(::getpid(), SIGABRT);
  };
  EXPECT_EXIT(kill(), testing::KilledBySignal(SIGABRT), "last words");
}

TEST_F(SignalsDeathTest, NobodySaysAnythingAfterTheRun) {
  const auto over = [] {
    at_abort(say);
    at_abort(nullptr);
    std::abort();
  };
  EXPECT_EXIT(over(), testing::KilledBySignal(SIGABRT), "^$");
}

TEST_F(SignalsDeathTest, TheSecondEndsAProcessThatNotesOne) {
  const auto twice = [] {
    catch_one_signal();
    ::raise(SIGTERM);
    if (!stop_at_signal().stop_requested()) std::abort();
    ::raise(SIGTERM);
  };
  EXPECT_EXIT(twice(), testing::KilledBySignal(SIGTERM), "");
}

}  // namespace
}  // namespace dialtone
