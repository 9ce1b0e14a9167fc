/** The details of what is under the cursor, on either screen. */
import {type Scroll, scrollOf} from '../attention.ts';
import type {Details} from '../details.ts';
import {keyOf} from '../keys.ts';
import {At} from '../kit/at.tsx';
import {TextPane} from '../kit/text-pane.tsx';
import type {Rect} from '../layout.ts';
import {messageHint, type WireScene} from '../wire/wire-acts.ts';

type Props = {
	readonly scene: {
		readonly view: {
			readonly focus: string;
			readonly list: string;
			readonly zoomed: boolean;
			readonly details: Scroll;
		};
		readonly details: Details;
		readonly wire: WireScene;
	};
	readonly rect: Rect;
	readonly title: string;
};

export function DetailsPane({scene, rect, title}: Props) {
	const {view, details, wire} = scene;
	return (
		<At rect={rect}>
			<TextPane
				width={rect.width}
				height={rect.height}
				title={title}
				hint={view.list === 'wire' ? messageHint(wire) : view.zoomed ? `${keyOf('back', 'zoomed')} back` : ''}
				focused={view.focus === 'details'}
				lines={details.lines}
				offset={scrollOf(view.details, details)}
			/>
		</At>
	);
}
