/** The contents of the last row: the keys that work now, and the way to all others. Pure. */
import {type Act, type Context, type Hint, hintsFor} from './keys.ts';
import type {BarHint} from './kit/key-bar.ts';

type KeyHint = Hint & BarHint;

export type Bar = {
	readonly hints: readonly KeyHint[];
	/** The one that always stays. */
	readonly last: KeyHint | undefined;
};

/** The hints of these contexts, dimmed where there is a reason against their action. */
export function barOf(contexts: readonly Context[], reasonAgainst: (act: Act) => string | undefined): Bar {
	const hints = hintsFor(contexts).map(hint => ({...hint, disabled: reasonAgainst(hint.act) !== undefined}));
	const last = hints.find(({act}) => act === 'help');
	return {hints: hints.filter(hint => hint !== last), last};
}
