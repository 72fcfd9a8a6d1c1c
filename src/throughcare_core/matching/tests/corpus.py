"""An invented population in five scripts, and the ways in which a worker may type a name of it.

Every name pairs a native writing with the Latin spellings that people use. Most family names and
some given names stand in no variant table: the figures measure the method, not the table.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

Written = tuple[str, ...]

UKRAINIAN: tuple[tuple[Written, ...], tuple[Written, ...]] = (
    (
        ("Олександр", "Oleksandr", "Alexander", "Aleksandr"),
        ("Наталія", "Nataliia", "Natalia", "Natalya"),
        ("Євген", "Yevhen", "Evgeny", "Ievgen"),
        ("Юлія", "Yuliia", "Julia", "Iuliia"),
        ("Григорій", "Hryhorii", "Grigory"),
        ("Соломія", "Solomiia", "Solomiya"),
        ("Зоряна", "Zoriana", "Zoryana"),
        ("Остап", "Ostap"),
        ("Михайло", "Mykhailo", "Mikhail"),
        ("Людмила", "Liudmyla", "Ludmila"),
        ("Ярослав", "Yaroslav", "Jaroslav"),
        ("Мирослава", "Myroslava", "Miroslava"),
    ),
    (
        ("Бондаренко", "Bondarenko"),
        ("Шевчук", "Shevchuk", "Szewczuk"),
        ("Ковальчук", "Kovalchuk", "Kowalchuk"),
        ("Гриценко", "Hrytsenko", "Gritsenko"),
        ("Щербак", "Shcherbak", "Scherbak"),
        ("Лисенко", "Lysenko", "Lisenko"),
        ("Кравець", "Kravets", "Kravetz"),
        ("Поліщук", "Polishchuk", "Polischuk"),
        ("Заєць", "Zaiets", "Zayets"),
        ("Мельничук", "Melnychuk", "Melnichuk"),
        ("Гончар", "Honchar", "Gonchar"),
        ("Ткаченко", "Tkachenko"),
        ("Яременко", "Yaremenko", "Jaremenko"),
        ("Довженко", "Dovzhenko"),
    ),
)
ARABIC: tuple[tuple[Written, ...], tuple[Written, ...]] = (
    (
        ("محمد", "Mohammed", "Muhammad", "Mohamad"),
        ("أحمد", "Ahmed", "Ahmad"),
        ("فاطمة", "Fatima", "Fatma", "Fatema"),
        ("عائشة", "Aisha", "Ayesha"),
        ("يوسف", "Yousef", "Yusuf", "Youssef"),
        ("حسين", "Hussein", "Husain"),
        ("زينب", "Zainab", "Zeinab"),
        ("مريم", "Mariam", "Maryam"),
        ("رنا", "Rana"),
        ("لطيفة", "Latifa", "Lateefa"),
        ("بلال", "Bilal", "Belal"),
        ("جواد", "Jawad", "Jawaad"),
    ),
    (
        ("القاسم", "Al-Qasim", "al Kasem", "Alqasem"),
        ("الحداد", "Al-Haddad", "El Hadad"),
        ("النجار", "Al-Najjar", "Al Najar", "Elnajjar"),
        ("درويش", "Darwish", "Darwich", "Derwish"),
        ("منصور", "Mansour", "Mansur"),
        ("بركات", "Barakat", "Barakaat"),
        ("شاهين", "Shahin", "Chahine", "Shaheen"),
        ("خوري", "Khoury", "Khouri", "Khuri"),
        ("زيدان", "Zidan", "Zeidan", "Zaydan"),
        ("مراد", "Murad", "Mourad"),
        ("سلطان", "Sultan", "Soltan"),
        ("حمدان", "Hamdan", "Hemdan"),
        ("طرابلسي", "Trabelsi", "Tarabulsi"),
        ("فرحات", "Farhat", "Ferhat"),
    ),
)
NEPALI: tuple[tuple[Written, ...], tuple[Written, ...]] = (
    (
        ("लक्ष्मी", "Laxmi", "Lakshmi"),
        ("विष्णु", "Bishnu", "Vishnu"),
        ("राम बहादुर", "Ram Bahadur"),
        ("सुनिता", "Sunita", "Suneeta"),
        ("पूजा", "Puja", "Pooja"),
        ("कृष्ण", "Krishna"),
        ("संगीता", "Sangita", "Sangeeta"),
        ("मनिषा", "Manisha"),
        ("दिनेश", "Dinesh"),
        ("हरि", "Hari"),
        ("रीता", "Rita", "Reeta"),
        ("गणेश", "Ganesh"),
    ),
    (
        ("तामाङ", "Tamang"),
        ("श्रेष्ठ", "Shrestha"),
        ("गुरुङ", "Gurung"),
        ("थापा", "Thapa"),
        ("महर्जन", "Maharjan"),
        ("पौडेल", "Paudel", "Poudel"),
        ("न्यौपाने", "Neupane"),
        ("खड्का", "Khadka"),
        ("राना", "Rana"),
        ("लिम्बू", "Limbu", "Limboo"),
        ("बस्नेत", "Basnet"),
        ("दाहाल", "Dahal"),
        ("परियार", "Pariyar"),
        ("नेपाली", "Nepali"),
    ),
)
KHMER: tuple[tuple[Written, ...], tuple[Written, ...]] = (
    (
        ("សុភា", "Sophea", "Sopha"),
        ("សុវណ្ណ", "Sovann", "Sovan"),
        ("ដារ៉ា", "Dara"),
        ("បុប្ផា", "Bopha", "Bupha"),
        ("ស្រីមុំ", "Sreymom", "Srey Mom"),
        ("ចាន់ធូ", "Chanthou", "Chanthu"),
        ("រតនា", "Ratana", "Rattana"),
        ("វុទ្ធី", "Vuthy", "Vutthy"),
        ("មករា", "Makara"),
        ("កុសល", "Kosal", "Kosol"),
    ),
    (
        ("សុខ", "Sok"),
        ("ចាន់", "Chan"),
        ("គឹម", "Kim"),
        ("ហេង", "Heng"),
        ("ជា", "Chea"),
        ("នួន", "Nuon"),
        ("សាន", "San"),
        ("កែវ", "Keo"),
        ("ទេព", "Tep"),
        ("ម៉ៅ", "Mao"),
    ),
)
LATIN: tuple[tuple[Written, ...], tuple[Written, ...]] = (
    (
        ("Tatenda",),
        ("Chipo", "Chippo"),
        ("Maria do Carmo", "Maria Carmo"),
        ("João", "Joao"),
        ("Rosalinda", "Rosa Linda"),
        ("Jhunnel", "Junel"),
        ("Precious",),
        ("Ștefania", "Stefania"),
        ("Vasile", "Vasilii"),
        ("Nokuthula", "Nokutula"),
        ("Amara",),
        ("Thu Hà", "Thu Ha"),
    ),
    (
        ("Moyo",),
        ("Ndlovu", "Ndhlovu"),
        ("dos Santos", "Santos"),
        ("Gonçalves", "Goncalves", "Gonsalves"),
        ("Dela Cruz", "de la Cruz", "Delacruz"),
        ("Villanueva", "Vilanueva"),
        ("Munteanu", "Muntean"),
        ("Țurcanu", "Turcanu", "Tsurkanu"),
        ("Chikwanha", "Chikwana"),
        ("Okonkwo", "Okonkuo"),
        ("Nguyễn", "Nguyen"),
        ("Kamara", "Camara"),
        ("Sibanda",),
        ("Macuácua", "Macuacua"),
    ),
)
PEOPLES = (UKRAINIAN, ARABIC, NEPALI, KHMER, LATIN)
MIDDLE_NAMES = ("Ivanivna", "Petrovych", "Said", "Kumari", "Bahadur", "Jose", "Chenda", "Rudo")
PLACES = ("Kharbin Gate", "Old Harbour", "Lumbe", "Santa Rila", "North Gate", "Mirovka", "Dhalpur")


@dataclass(frozen=True)
class Person:
    """One invented person: given, middle and family name as (native, Latin, other Latin …)."""

    given: Written
    middle: str
    family: Written
    born: date
    place: str

    def written(self, spelling: int = 1, *, middle: bool = True) -> str:
        """The name in one of its spellings: 0 native, 1 the usual Latin one, 2 and on others."""
        parts = (_pick(self.given, spelling), self.middle * middle, _pick(self.family, spelling))
        return " ".join(filter(None, parts))


def population(size: int, seed: int) -> list[Person]:
    """So many different people, the same for the same seed."""
    chance = Random(seed)
    people: dict[tuple[object, ...], Person] = {}
    while len(people) < size:
        given, family = chance.choice(PEOPLES)
        person = Person(
            given=chance.choice(given),
            middle=chance.choice(MIDDLE_NAMES) if chance.random() < 0.4 else "",
            family=chance.choice(family),
            born=date(1960, 1, 1) + timedelta(days=chance.randrange(365 * 48)),
            place=chance.choice(PLACES),
        )
        people.setdefault((person.given, person.middle, person.family, person.born.year), person)
    return list(people.values())


def with_typing_errors(text: str, count: int, chance: Random) -> str:
    """The text with so many letters swapped, dropped, doubled or replaced."""
    letters = list(text)
    for _ in range(count):
        at = chance.choice([place for place, letter in enumerate(letters[:-1]) if letter != " "])
        match chance.randrange(4):
            case 0:
                letters[at], letters[at + 1] = letters[at + 1], letters[at]
            case 1:
                del letters[at]
            case 2:
                letters.insert(at, chance.choice("aeionrst"))
            case _:
                letters[at] = chance.choice("aeionrst")
    return "".join(letters)


def _pick(spellings: Written, wanted: int) -> str:
    return spellings[min(wanted, len(spellings) - 1)]
