// Keeps the C library's printf, 2.5 kB gzipped, out of the module. Embind's registration is its
// only caller: it writes the address of a type that nobody registered, for an error message about
// our own mistakes. Such a message now says "?" instead.

extern "C" int siprintf(char* text, const char* format, ...);

extern "C" int siprintf(char* text, const char*, ...) {
  text[0] = '?';
  text[1] = '\0';
  return 1;
}
