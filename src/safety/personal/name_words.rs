//! Words around names: what announces one, what follows one, and what is never one.
//!
//! Each constant is lower-case words parted by spaces, for `name_lists::lists`.

/// Words after which a capitalised word is somebody's name.
pub(super) const ANNOUNCING: &str = "heter heiter hete het hette heitte named called kalles kallast navn navnet namn namnet \
    elev eleven gutten guten jenta ungdommen pasienten pasient klienten klient brukeren \
    beboeren beboer kontaktpersonen sønnen sonen sønn son datteren dattera dottera datter broren bror \
    søsteren søstera søster moren mora mor faren far kompisen kameraten kamerat venninnen \
    venninna vennen kjæresten samboeren naboen onkelen fetteren kusina kontaktperson student \
    pupil friend jentungen min";
/// What people do in a sentence that opens with their name.
pub(super) const SPEAKING: &str = "sa sier seier skriver skriv skrev ringte fortalte heter spurte svarte mener ville kom \
    bor går har er said says told has is";
/// Words that follow a proper name of a place or an organisation.
pub(super) const NOT_PEOPLE_AFTER: &str = "skole skule vgs videregående vidaregåande ungdomsskole ungdomsskule barneskole barnehage \
    kommune fylke fylkeskommune sykehus sjukehus universitet høyskole høgskole gate vei veg \
    plass senter kirke kyrkje forlag school college university hospital municipality \
    stiftelse bydel politidistrikt hus";
/// Words before a name that make it a public person's.
pub(super) const PUBLIC_BEFORE: &str = "professor forsker forskeren forfatter forfatteren statsråd statsminister statsministeren \
    minister president presidenten terroristen gjerningsmannen ideologen filosofen \
    sosiologen psykologen artisten influenseren predikanten profeten kong dronning boka \
    dokumentaren researcher leste leser lese les read reading romanen";
/// Particles inside a name.
pub(super) const PARTICLES: &str = "al el bin ibn bint van von de da di der abu av la";
/// Capitalised words that are never names here, though a context may announce them.
pub(super) const NEVER: &str = "nav bup pst rvts slt barnevernet politiet skolen norge noreg norway oslo bergen \
    trondheim stavanger tromsø drammen syria jeg eg han hun ho hva kva hvem kven hvor når \
    det den de er har kan vi du utøya islam gud allah jihad snapchat discord telegram tiktok \
    instagram facebook youtube reddit signal steam roblox minecraft fortnite nmb sian is \
    exit dembra vg1 vg2";

/// Words that open sentences and are no first names, though a surname-like word may follow.
pub(super) const OPENINGS: &str = "bydel nordre søndre øvre nedre indre ytre nord sør øst vest store lille kommune fylke \
    statsforvalteren sykehuset universitetet røde redd kirkens mental norges norsk den det \
    hva hvem hvor når hvordan kan er har skal gamle nye rvts nav midtre nore kong dronning";
/// Words after a lower-case first name that show it is a subject.
pub(super) const SUBJECT_OF: &str = "har sier sa er skriver i på fra og som deler liker in says";
/// Words between an announcing word and a name: `mor til Ali`, `vennen hans Ali`, `name is Ali`.
pub(super) const LINKING: &str = "til to of er is hans hennes deres min mi vår sin si hennar";
/// Words that are names only with a capital letter.
pub(super) const NEVER_LOWER: &str = "hans vår";
/// What authors write.
pub(super) const WORKS: &str = "bok boka boken ei en bøker roman romanen biografi book books novel";
