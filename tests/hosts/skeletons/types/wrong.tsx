// Each line has something that <grad-scope> does not take: the compiler has to say so.
import type {} from 'gradscope/react';

export const wrong = {
  a: <grad-scope presett="vanishing" />,
  b: <grad-scope max-steps={true} />,
  c: <grad-scope ongs-goal={({ detail }) => detail.nothing} />,
};
