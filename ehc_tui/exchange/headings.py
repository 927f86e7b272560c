"""The words of column headings: what a heading speaks of, whichever way a council spells it.

A heading becomes a set of topics in capitals ("Date EP rec'd" is DATE, PSYCHOLOGY, RECEIVED) and of the words
that stay unknown. Longer expressions are recognised before the words they are made of.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from ehc_tui.text import fold

_PERSON = (
    r"(?:child(?:s|rens?)?|pupils?|students?|c?yps?|young pe(?:rsons?|ople)|learners?"
    r"|clients?|service users?)"
)
_VOCABULARY = r"""
OTHER_ID        = nhs (?:no|num|number|id) | upn | uln
OTHER_ID        = (?:hospital|unique pupil|unique learner) (?:no|number)
ELSE            = middle names? | (?:preferred|known) (?:names?|as) | pronouns?
NEED ELSE       = (?:primary|main)(?: sen| send)?(?: areas?| types?| categor(?:y|ies))?(?: of)? needs?
NEED ELSE       = (?:primary|main) sen(?: type)? | (?:sen|send|need) types? | (?:area|type|category) of needs?
SOME_NEED ELSE  = (?<!\w )needs?(?! \w)
SURNAME         = surname | sname | (?:last|family|second) ?names?
FORENAME        = forenames? | fname | (?:first|given|christian) ?names?
BORN            = d(?:ate)? of b(?:irth)? | birth ?dates? | births? | d ?o ?b | born | birthday
YEAR_GROUP      = n ?c ?y(?:ear)?(?: group)? | nc yr | (?:school )?(?:year|yr) ?(?:group|grp|gp)
YEAR_GROUP      = national curriculum year
COMPUTED        = due | deadlines? | targets? | countdown | overdue | remaining | left | elapsed
COMPUTED        = timescales? | timel(?:y|iness) | projected | forecast | expected | anticipated
COMPUTED        = estimated | planned | scheduled | on time | in time | within | breach\w* | complian\w*
COMPUTED        = met | hit | late | days | age | kpis? | should be | by w(?:ee)?k ?\d* | total
COMPUTED        = (?:no|number|count) of
WEEK6           = (?:6|six) ?w(?:ee)?ks? | w(?:ee)?ks? ?(?:6|six)
WEEK16          = (?:16|sixteen) ?w(?:ee)?ks? | w(?:ee)?ks? ?(?:16|sixteen)
WEEK20          = (?:20|twenty) ?w(?:ee)?ks? | w(?:ee)?ks? ?(?:20|twenty)
START           = clock start\w* | (?:day|w(?:ee)?k) ?(?:0|zero) | day ?(?:1|one) | started | starts? | opened
ELSE            = (?:\d+ )?w(?:ee)?ks?(?: ?\d+)?
ROUTE           = (?:requested|referred|request|referral|application|made|initiated|raised) (?:by|from)
ROUTE           = who requested | request(?:e|o)r | referrer | (?:request|referral) (?:type|source|route)
ROUTE           = (?:type|source|route|origin) of (?:request|referral) | source | route
ROUTE           = parent(?:al)? or school request | requesting \w+
CASEWORKER      = (?:case|key) ?(?:worker|officer|manager|holder|owner|lead)s?
CASEWORKER      = (?:\w+ )?co ?ord(?:inator)?s? | ehcp? ?co
CASEWORKER      = casework officer | held by | allocat(?:ed|ion)(?: to| officer| worker)? | assigned(?: to)?
CASEWORKER      = lead (?:officer|worker|professional) | lead | (?:plan )?writer | owner
CASEWORKER      = (?:named|responsible|link|assessment|plan|ehcp?) officer
OFFICER         = (?:sen|send|inclusion|statutory|senior|area) (?:officer|manager)s? | officers?
OFFICER         = managers? | team leader | decision maker | supervisor
ADULTHOOD       = prepar\w+ for adulthood | pfa | adulthood | independent living
ADULTHOOD       = adult (?:social care|services) | adults?
SPEECH          = s ?a ?l ?t | s ?l ?t | speech(?: and)?(?: language)?(?: therap\w*)?
OCCUPATIONAL    = occupational therap\w* | o ?ts?
PHYSIOTHERAPY   = physio\w*
MENTAL_HEALTH   = camhs | cypmhs | mental health
PSYCHOLOGY      = ed(?:ucation(?:al)?)? psych\w* | psych\w* | e ?ps? | eps service
SENSORY         = [vh] ?i | msi | q?tvi | q?tod | sensory | hearing | vision | visual\w* | deaf
SPECIALIST      = (?:specialist|advisory) teach\w* | outreach | portage | autism team
SPECIALIST      = behaviour (?:team|support)
YOUTH_JUSTICE   = yot | yjs | youth (?:offending|justice)(?: team| service)?
SOCIAL_CARE     = (?:childrens )?soc(?:ial)? (?:care|work\w*|services) | childrens services | csc | s ?c | cwd
SOCIAL_CARE     = early help | children with disabilit\w* | disabled childrens team
HEALTH          = health | medical | medics? | paed\w* | pediatric\w* | nhs | doctors? | dco | dmo | gp
HEALTH          = consultants? | clinical | hospital | cdc | icb | ccg
HEALTH          = (?:school )?nurs(?:e|es|ing)(?! school)
CHILD_VIEWS     = {person} (?:own )?(?:views?|voice|advice|contributions?|aspirations)
CHILD_VIEWS     = voice of (?:the )?child
FAMILY          = parents? | parental | famil(?:y|ies) | mums? | dads? | carers? | guardians?
PLACEMENT       = placements? | named (?:school|setting) | educated at
SCHOOL          = (?:education(?:al)? )?(?:settings?|establishments?|institutions?|providers?) | pre ?schools?
SCHOOL          = schools? | nurser(?:y|ies) | colleges? | academ(?:y|ies) | on roll
EDUCATION       = educat\w* | senco\w* | sendco\w* | head ?teachers? | teachers? | early years
OTHER_ADVICE    = (?:any )?other (?:advice|reports?|professionals?|agenc\w*|services?)
OTHER_ADVICE    = additional (?:advice|reports?)
DRAFT           = draft(?:s|ed)? | proposed plans?
FINAL           = finals? | finali[sz]\w+
PANEL FIRST     = panel (?:1|one|i) | (?:1st|first|initial) panel
PANEL           = panels? | moderation(?: group)? | decision making (?:group|meeting)
PANEL           = multi ?agency(?: meeting)? | map | dmg
ASSESS REFUSED  = rta | nta | (?:refus\w+|declin\w+|no|not) to assess
PLAN REFUSED    = rti | nti | (?:refus\w+|declin\w+|no|not) to issue | note in lieu | nil
ASSESS DECISION = dta
PLAN DECISION   = dti
REQUEST         = ehc ?n? ?ar | ehcnr | requests? for (?:an )?(?:ehc )?(?:needs |statutory )?assessments?
REQUEST         = r[fs]?sa | (?:ehc )?(?:needs |statutory )?assessment requests?
EHCNA           = e ?h ?c ?n ?a | (?:ehc )?(?:needs|statutory) assessments?
ASSESS          = assess\w*
PLAN            = e ?h ?c ?ps? | (?:ehc )?plans?
CONSIDERING     = consider\w*
CHASED          = chas\w+ | reminders?
ASKED           = sought | asked | commissioned | sent to | requests? sent | sent for
REQUEST         = requests? | referrals? | applications?
REQUESTED       = requested | reqd? | referred | applied
WITHDRAWN       = withdr\w+
MOVED           = moved(?: out)?(?: of)?(?: area| away)? | transferred out | left area
ELSE            = annual reviews? | reviews? | ar | (?:phase )?transfers? | consult\w* | tribunal
ELSE            = sendist | appeal\w* | mediat\w* | gender | sex | ethnic\w* | lac | cla | cin | cp
ELSE            = post ?code | address | tel\w* | phone | mobile | e ?mail | language | interpreter
LOCALITY ELSE   = localit(?:y|ies) | (?:local|home|area|geographical) (?:area|team)s? | areas? | wards?
LOCALITY ELSE   = clusters? | patch | districts? | neighbourhoods?
ELSE            = local\w* | area | cluster | teams? | ward | primary needs? | needs? | diagnos\w*
ELSE            = funding | bands? | top ?up | costs? | budget | transport | travel | eal | fsm
ELSE            = preferen\w* | preferred | acknowledg\w* | ack | logged | created | modified | amend\w*
ELSE            = qa | quality | checked | sign(?:ed)?(?: off)? | times? | previous | former | next
ELSE            = proposed | types? | category | consents? | risk | visits? | appointments? | meetings?
ELSE            = observations? | academic | key stage | exclu\w* | siblings? | priority | links?
RECEIVED        = received? | receipt | rece?i?e?ve?d | recd | rcv?d | rec | back | in | returned | return
RECEIVED        = obtained | submitted | arrived | provided | complete\w*
ADVICE          = advices? | reports? | views? | contributions? | evidence | opinions? | append(?:ix|ices)
DECISION        = decisions? | decided | outcomes? | results? | verdict | says | said | yes (?:or )?no
DECISION        = y n | recommend\w* | determin\w*
REFUSED         = refus\w* | declin\w* | reject\w* | not agreed | not issued? | turned down | unsuccessful
AGREED          = agree\w* | accepted | approved | yes
TOLD            = told | notif\w+ | informed | letters? | advised
ISSUE           = issue[ds]? | issuing
SENT            = sent | served | published | out | shared | released | circulated
CLOSED          = clos(?:ed?|ure) | ceased? | end(?:ed)?
CONTACT         = contact(?:ed)? | spoke\w* | rang | phoned
EXCEPTION       = exceptions? | exceptional | exempt\w*
STATUS          = status | stage | rag | progress | position
NOTE            = notes? | comments? | remarks? | narrative | info(?:rmation)? | actions? | updates? | steps?
NAME            = names? | full ?name
PERSON          = {person}
REFERENCE       = refs? | references?
ID              = ids? | identifiers?
NUMBER          = no | nos | num | numbers? | nr
CASE            = cases? | files? | records? | system | ehc
YEAR            = years? | yrs?
DATE            = dates? | dated | day | when
BY              = from | by | who | whom
-               = a | an | and | any | as | at | been | confirmed | current | dd | details? | enter
-               = first | for | has | if | is | it | la | last | latest | mm | most | of | on | or | our
-               = please | recent | s | sen | send | the | this | to | was | we | yy | yyyy
"""
"""Topics and the expressions for them (regular expressions over folded words), tried from top to bottom.

Two topics may share an expression; those under "-" say nothing."""


def _expression(words: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(words.replace('{person}', _PERSON).strip().split(' | '))})\b")


_TOPICS = tuple(
    (frozenset(topics.split()) - {"-"}, _expression(words))
    for topics, _, words in (line.partition("=") for line in _VOCABULARY.strip().splitlines())
)
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z][a-z])")
_NOT_A_WORD = re.compile(r"[\W_]+")


class Heading(NamedTuple):
    """What a heading speaks of, and the words in it that mean nothing to us."""

    topics: frozenset[str]
    unknown: frozenset[str]


@lru_cache(maxsize=4096)
def read_heading(text: str) -> Heading:
    """The topics and the unknown words of a heading."""
    rest = _NOT_A_WORD.sub(" ", fold(_CAMEL.sub(" ", text)))
    topics: set[str] = set()
    for meant, words in _TOPICS:
        rest, found = words.subn(" ", rest)
        if found:
            topics |= meant
    return Heading(frozenset(topics), frozenset(rest.split()))
