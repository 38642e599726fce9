// The parser and its GitHub extensions, as Debian and Homebrew install them.
#ifndef MARTLET_CCMARKGFM_SHIM_H
#define MARTLET_CCMARKGFM_SHIM_H

#include <cmark-gfm.h>
#include <cmark-gfm-core-extensions.h>

#endif
