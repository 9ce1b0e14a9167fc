/** The wire: as a table, or as a ladder over the whole screen. */
import {At} from '../kit/at.tsx';
import {TablePane} from '../kit/table-pane.tsx';
import type {Rect} from '../layout.ts';
import {wireNote} from '../panes/wire-table.ts';
import type {WireScene} from './wire-acts.ts';

type Props = {
	readonly scene: WireScene;
	readonly rect: Rect;
	readonly title: string;
	readonly focused: boolean;
	readonly filtering: boolean;
	/** Messages that came since the wire stopped following. */
	readonly fresh: number;
	onFilter(text: string): void;
};

/** What can be done here, in the lower border. */
function hintOf({focused, filtering, scene}: Props): string {
	if (filtering) return 'words, or peer: from: to: method: status: rfc: text:';
	if (!focused) return '';
	return scene.look.ladder ? 'enter whole message · l table again' : 'enter whole message · l ladder · w writes a file';
}

export function WirePane(props: Props) {
	const {scene, rect, title, focused, filtering, fresh, onFilter} = props;
	const {model, at} = scene;
	return (
		<At rect={rect}>
			<TablePane
				width={rect.width}
				height={rect.height}
				title={title}
				note={wireNote(model.list, {follows: at.follows, fresh})}
				hint={hintOf(props)}
				focused={focused}
				rows={model.lines}
				filter={at.filter}
				filtering={filtering}
				onFilter={onFilter}
			/>
		</At>
	);
}
