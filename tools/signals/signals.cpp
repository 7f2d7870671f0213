#include "tools/signals/signals.h"

#include <signal.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <initializer_list>
#include <utility>

namespace dialtone {
namespace {

struct SeenSignals {
  StopSource stop;
  StopSource polite_stop;
  // The last SIGINT, SIGTERM or SIGHUP that take_signal() has not returned yet.
  std::atomic<int> ending{0};
  std::atomic<bool> quit{false};
  std::atomic<bool> are_watched{false};
  std::function<void()> say_at_abort;
};

SeenSignals seen;

// Interrupts a blocking call now, and again every second.
void interrupt_once_a_second() {
  struct sigaction action{};
  action.sa_handler = [](int) { alarm(1); };
  sigaction(SIGALRM, &action, nullptr);
  alarm(1);
}

void on_end(int number) {
  const int before = errno;
  seen.ending = number;
  if (number != SIGINT) seen.polite_stop.request_stop();
  seen.stop.request_stop();
  if (!seen.are_watched) interrupt_once_a_second();
  errno = before;
}

void on_quit(int) { seen.quit = true; }

void install(const struct sigaction& action, std::initializer_list<int> numbers) {
  for (const int number : numbers) {
    struct sigaction before{};
    sigaction(number, nullptr, &before);
    const bool is_ignored = number == SIGHUP && before.sa_handler == SIG_IGN;
    if (!is_ignored) sigaction(number, &action, nullptr);
  }
}

void note_signals(bool are_watched) {
  seen.are_watched = are_watched;
  if (are_watched) ::alarm(0);
  struct sigaction action{};
  action.sa_handler = on_end;
  // A caller that polls does not need its blocking calls interrupted.
  if (are_watched) action.sa_flags = SA_RESTART;
  install(action, {SIGINT, SIGTERM, SIGHUP});
  action.sa_handler = on_quit;
  install(action, {SIGQUIT});
  ::signal(SIGPIPE, SIG_IGN);
}

void on_abort(int) {
  constexpr unsigned kLongestSeconds = 2;
  ::signal(SIGALRM, SIG_DFL);
  ::alarm(kLongestSeconds);
  if (seen.say_at_abort) seen.say_at_abort();
  // The default handler is restored by now, so this ends the process, whether abort() or another process sent the
  // signal.
  ::raise(SIGABRT);
}

}  // namespace

void catch_signals() { note_signals(false); }

void watch_signals() { note_signals(true); }

void catch_one_signal() {
  struct sigaction action{};
  action.sa_handler = [](int) { seen.stop.request_stop(); };
  action.sa_flags = static_cast<int>(SA_RESETHAND);
  install(action, {SIGINT, SIGTERM, SIGHUP});
}

StopToken stop_at_signal() { return seen.stop.token(); }
StopToken polite_stop_at_signal() { return seen.polite_stop.token(); }
int noted_signal() { return seen.ending.load(); }
int take_signal() { return seen.ending.exchange(0); }
bool take_quit() { return seen.quit.exchange(false); }

void at_abort(std::function<void()> say) {
  seen.say_at_abort = std::move(say);
  struct sigaction action{};
  action.sa_handler = seen.say_at_abort ? on_abort : SIG_DFL;
  // An abort within the handler ends the process.
  action.sa_flags = static_cast<int>(SA_RESETHAND);
  sigaction(SIGABRT, &action, nullptr);
}

}  // namespace dialtone
